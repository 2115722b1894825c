CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `analysis` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`project_id` text NOT NULL,
	`dataset_id` text NOT NULL,
	`template_id` text NOT NULL,
	`spec` text NOT NULL,
	`name` text NOT NULL,
	`model` text NOT NULL,
	`options` text NOT NULL,
	`content_ids` text,
	`status` text NOT NULL,
	`pause_reason` text,
	`progress` text NOT NULL,
	`usage` text NOT NULL,
	`estimate` text,
	`summary` text,
	`stats` text,
	`clustering` text,
	`error` text,
	`pinned` integer DEFAULT false NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`completed_at` integer,
	`expires_at` integer
);
--> statement-breakpoint
CREATE INDEX `analysis_owner` ON `analysis` (`organization_id`,`id`);--> statement-breakpoint
CREATE INDEX `analysis_dataset` ON `analysis` (`dataset_id`,`id`);--> statement-breakpoint
CREATE INDEX `analysis_status` ON `analysis` (`status`);--> statement-breakpoint
CREATE INDEX `analysis_expiry` ON `analysis` (`expires_at`);--> statement-breakpoint
CREATE TABLE `api_key` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_key_hash_unique` ON `api_key` (`hash`);--> statement-breakpoint
CREATE TABLE `cluster` (
	`analysis_id` text NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`level` integer NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`size` integer NOT NULL,
	`x` real NOT NULL,
	`y` real NOT NULL,
	`members` text NOT NULL,
	`contrast` text NOT NULL,
	PRIMARY KEY(`analysis_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `content` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`dataset_id` text NOT NULL,
	`external_id` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`language` text NOT NULL,
	`tokens` integer NOT NULL,
	`message_count` integer NOT NULL,
	`quality` real,
	`hash` text NOT NULL,
	`author` text,
	`occurred_at` integer,
	`body` text,
	`body_key` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `content_identity` ON `content` (`dataset_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `content_order` ON `content` (`dataset_id`,`id`);--> statement-breakpoint
CREATE TABLE `dataset` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`content_count` integer DEFAULT 0 NOT NULL,
	`tokens` integer DEFAULT 0 NOT NULL,
	`languages` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dataset_project` ON `dataset` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `idempotency_key` (
	`organization_id` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`resource_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_expiry` ON `idempotency_key` (`expires_at`);--> statement-breakpoint
CREATE TABLE `label` (
	`analysis_id` text NOT NULL,
	`facet` text NOT NULL,
	`label` text NOT NULL,
	`description` text NOT NULL,
	`count` integer NOT NULL,
	`origin` text NOT NULL,
	PRIMARY KEY(`analysis_id`, `facet`, `label`)
);
--> statement-breakpoint
CREATE TABLE `label_merge` (
	`analysis_id` text NOT NULL,
	`facet` text NOT NULL,
	`alias` text NOT NULL,
	`canonical` text NOT NULL,
	`by` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`analysis_id`, `facet`, `alias`)
);
--> statement-breakpoint
CREATE TABLE `member` (
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `user_id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_user` ON `member` (`user_id`);--> statement-breakpoint
CREATE TABLE `organization` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `parked_answer` (
	`analysis_id` text NOT NULL,
	`task` integer NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`analysis_id`, `task`)
);
--> statement-breakpoint
CREATE TABLE `project` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `project_owner` ON `project` (`organization_id`,`id`);--> statement-breakpoint
CREATE TABLE `rate_limit` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`count` integer NOT NULL,
	`last_request` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rate_limit_key_unique` ON `rate_limit` (`key`);--> statement-breakpoint
CREATE TABLE `result` (
	`analysis_id` text NOT NULL,
	`content_id` text NOT NULL,
	`status` text NOT NULL,
	`facets` text NOT NULL,
	`said` text NOT NULL,
	`sentiment` text,
	`confidence` real,
	`summary` text NOT NULL,
	`evidence` text NOT NULL,
	`cluster_id` text,
	`model` text NOT NULL,
	`attempts` integer NOT NULL,
	`error` text,
	PRIMARY KEY(`analysis_id`, `content_id`)
);
--> statement-breakpoint
CREATE INDEX `result_cluster` ON `result` (`analysis_id`,`cluster_id`);--> statement-breakpoint
CREATE INDEX `result_content` ON `result` (`content_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE TABLE `template` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`category` text,
	`facets` text NOT NULL,
	`modules` text NOT NULL,
	`prompts` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `template_owner` ON `template` (`organization_id`,`id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
