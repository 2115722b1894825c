CREATE TABLE `fix` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`dataset_id` text NOT NULL,
	`issue` text NOT NULL,
	`action` text NOT NULL,
	`count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`undone_at` integer
);
--> statement-breakpoint
CREATE INDEX `fix_dataset` ON `fix` (`dataset_id`,`id`);--> statement-breakpoint
ALTER TABLE `content` ADD `checks` text;--> statement-breakpoint
ALTER TABLE `content` ADD `sketch` text;--> statement-breakpoint
ALTER TABLE `content` ADD `twin` text;--> statement-breakpoint
ALTER TABLE `content` ADD `twin_exact` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `content` ADD `left_out` text;--> statement-breakpoint
ALTER TABLE `content` ADD `roles` text;--> statement-breakpoint
ALTER TABLE `dataset` ADD `left_out` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset` ADD `redact_pii` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset` ADD `quality` text;