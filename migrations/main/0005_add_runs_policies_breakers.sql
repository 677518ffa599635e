CREATE TABLE `breakers` (
	`provider` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `approval_policies` (
	`repository` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`line_micros` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `issue_runs` (
	`key` text NOT NULL,
	`round_at` integer NOT NULL,
	`round` integer NOT NULL,
	`repository` text NOT NULL,
	`platform` text NOT NULL,
	`tasks` integer NOT NULL,
	`with_sli` integer NOT NULL,
	`provider` text,
	`model` text,
	`attempts` integer NOT NULL,
	`cost_micros` integer,
	`tokens` integer,
	`minutes` real NOT NULL,
	`outcome` text NOT NULL,
	`ended_at` integer NOT NULL,
	`forecast_micros` integer,
	`forecast_minutes` real,
	`forecast_chance` real,
	PRIMARY KEY(`key`, `round_at`)
);
--> statement-breakpoint
CREATE INDEX `issue_runs_by_end` ON `issue_runs` (`ended_at`);