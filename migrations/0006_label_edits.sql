CREATE TABLE `label_edit` (
	`analysis_id` text NOT NULL,
	`id` text NOT NULL,
	`facet` text NOT NULL,
	`edit` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	`undone_at` integer,
	PRIMARY KEY(`analysis_id`, `id`)
);
--> statement-breakpoint
ALTER TABLE `label_merge` ADD `count` integer DEFAULT 0 NOT NULL;