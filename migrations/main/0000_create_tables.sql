CREATE TABLE `audit` (
	`key` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`cause` text NOT NULL,
	`event` text NOT NULL,
	`from` text NOT NULL,
	`to` text NOT NULL,
	`input_hash` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`key`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `bundles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`collection_id` integer NOT NULL,
	`slug` text NOT NULL,
	`path` text NOT NULL,
	`tree_hash` text NOT NULL,
	`display_name` text NOT NULL,
	`author` text,
	`description` text NOT NULL,
	`platform` text NOT NULL,
	`access` text NOT NULL,
	`supports` text NOT NULL,
	`tasks` integer NOT NULL,
	`has_runbook` integer NOT NULL,
	`has_sli` integer NOT NULL,
	`catalogue` text NOT NULL,
	`readme` text,
	`runbook_source` text,
	`sli_source` text,
	`stale` integer DEFAULT false NOT NULL,
	`problems` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bundles_by_slug` ON `bundles` (`collection_id`,`slug`);--> statement-breakpoint
CREATE INDEX `bundles_by_update` ON `bundles` (`updated_at`);--> statement-breakpoint
CREATE TABLE `collections` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`owner` text NOT NULL,
	`repo` text NOT NULL,
	`repository_id` integer,
	`installation_id` integer,
	`url` text NOT NULL,
	`default_branch` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`visibility` text DEFAULT 'public' NOT NULL,
	`indexed_commit` text,
	`indexed_at` integer,
	`wanted_at` integer,
	`wanted_cause` text,
	`lease_until` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_by_slug` ON `collections` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `collections_by_repository` ON `collections` (`repository_id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`event` text NOT NULL,
	`action` text,
	`installation_id` integer,
	`repository_id` integer,
	`issue_number` integer,
	`payload` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`received_at` integer NOT NULL,
	`processed_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_status` ON `deliveries` (`status`,`received_at`);--> statement-breakpoint
CREATE TABLE `index_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`collection_id` integer NOT NULL,
	`cause` text NOT NULL,
	`commit` text,
	`status` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`added` integer DEFAULT 0 NOT NULL,
	`changed` integer DEFAULT 0 NOT NULL,
	`removed` integer DEFAULT 0 NOT NULL,
	`unchanged` integer DEFAULT 0 NOT NULL,
	`problems` text DEFAULT '[]' NOT NULL,
	`error` text,
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `index_runs_by_collection` ON `index_runs` (`collection_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `issues` (
	`key` text PRIMARY KEY NOT NULL,
	`repository_id` integer NOT NULL,
	`owner` text NOT NULL,
	`repo` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`updated_at` integer NOT NULL,
	`seq` integer NOT NULL,
	`summary` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `issues_by_update` ON `issues` (`updated_at`);--> statement-breakpoint
CREATE INDEX `issues_by_state` ON `issues` (`state`,`updated_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `issues_by_number` ON `issues` (`owner`,`repo`,`number`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`name` text NOT NULL,
	`avatar_url` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL
);
