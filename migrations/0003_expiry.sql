CREATE TABLE `answer_cache` (
	`key` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`content_id` text NOT NULL,
	`value` text NOT NULL,
	`model` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `answer_cache_content` ON `answer_cache` (`content_id`);--> statement-breakpoint
CREATE INDEX `answer_cache_expiry` ON `answer_cache` (`expires_at`);--> statement-breakpoint
DROP INDEX `analysis_expiry`;--> statement-breakpoint
ALTER TABLE `analysis` ADD `swept_at` integer;--> statement-breakpoint
CREATE INDEX `analysis_due` ON `analysis` (`expires_at`) WHERE swept_at IS NULL AND pinned = 0;