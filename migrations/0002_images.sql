ALTER TABLE `content` ADD `images` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset` ADD `images` integer DEFAULT 0 NOT NULL;