CREATE TABLE `trial_sets` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`title` text NOT NULL,
	`provider` text NOT NULL,
	`model` text,
	`instructions` text,
	`stand_in` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `trial_sets_by_time` ON `trial_sets` (`created_at`);--> statement-breakpoint
CREATE TABLE `trials` (
	`id` text PRIMARY KEY NOT NULL,
	`set_id` text NOT NULL,
	`place` integer NOT NULL,
	`subject` text NOT NULL,
	`title` text NOT NULL,
	`issue_key` text,
	`round_at` integer,
	`stage` text NOT NULL,
	`step` integer NOT NULL,
	`tries` integer NOT NULL,
	`held_until` integer NOT NULL,
	`due` integer,
	`result` text NOT NULL,
	`work` text NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`set_id`) REFERENCES `trial_sets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `trials_by_set` ON `trials` (`set_id`,`place`);--> statement-breakpoint
CREATE INDEX `trials_by_due` ON `trials` (`due`);--> statement-breakpoint
ALTER TABLE `issue_runs` ADD `score` integer;