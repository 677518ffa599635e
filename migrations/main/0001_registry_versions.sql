CREATE TABLE `assessments` (
	`bundle_id` integer PRIMARY KEY NOT NULL,
	`tree_hash` text NOT NULL,
	`rules` text NOT NULL,
	`at` integer NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`bundle_id`) REFERENCES `bundles`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `bundle_moves` (
	`collection_id` integer NOT NULL,
	`slug` text NOT NULL,
	`to_slug` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`collection_id`, `slug`),
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `bundle_versions` (
	`bundle_id` integer NOT NULL,
	`tree_hash` text NOT NULL,
	`commit` text NOT NULL,
	`at` integer NOT NULL,
	`release` text,
	`catalogue` text NOT NULL,
	`runbook_source` text,
	`sli_source` text,
	PRIMARY KEY(`bundle_id`, `tree_hash`),
	FOREIGN KEY (`bundle_id`) REFERENCES `bundles`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `bundle_versions_by_time` ON `bundle_versions` (`bundle_id`,`at`);--> statement-breakpoint
ALTER TABLE `bundles` ADD `history` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `bundles` ADD `committed_at` integer;--> statement-breakpoint
ALTER TABLE `bundles` ADD `score` integer;--> statement-breakpoint
ALTER TABLE `collections` ADD `contributors` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `collections` ADD `releases` text DEFAULT '[]' NOT NULL;