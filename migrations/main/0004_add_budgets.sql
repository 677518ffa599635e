CREATE TABLE `admin_changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`login` text NOT NULL,
	`change` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `budget_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`claim` text NOT NULL,
	`scopes` text NOT NULL,
	`reserved_micros` integer,
	`reserved_tokens` integer NOT NULL,
	`state` text NOT NULL,
	`micros` integer,
	`tokens` integer,
	`at` integer NOT NULL,
	`lease_until` integer NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `budget_calls_by_lease` ON `budget_calls` (`state`,`lease_until`);--> statement-breakpoint
CREATE TABLE `budget_limits` (
	`kind` text PRIMARY KEY NOT NULL,
	`micros` integer,
	`tokens` integer
);
--> statement-breakpoint
CREATE TABLE `budget_totals` (
	`scope` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`spent_micros` integer DEFAULT 0 NOT NULL,
	`held_micros` integer DEFAULT 0 NOT NULL,
	`spent_tokens` integer DEFAULT 0 NOT NULL,
	`held_tokens` integer DEFAULT 0 NOT NULL,
	`unpriced_calls` integer DEFAULT 0 NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `budget_totals_by_change` ON `budget_totals` (`changed_at`);--> statement-breakpoint
CREATE TABLE `provider_keys` (
	`name` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	`last_four` text NOT NULL,
	`set_at` integer NOT NULL,
	`set_by` text NOT NULL,
	`tested_at` integer,
	`test_ok` integer,
	`test_message` text
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text NOT NULL
);
