CREATE TABLE `model_call` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`analysis_id` text,
	`provider_id` text NOT NULL,
	`model` text NOT NULL,
	`task` text NOT NULL,
	`task_id` integer,
	`call` integer NOT NULL,
	`attempt` integer NOT NULL,
	`outcome` text NOT NULL,
	`input_tokens` integer NOT NULL,
	`cached_tokens` integer NOT NULL,
	`cache_write_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`reasoning_tokens` integer NOT NULL,
	`cost_usd` real,
	`latency_ms` integer NOT NULL,
	`first_token_ms` integer,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `model_call_analysis` ON `model_call` (`analysis_id`,`id`);--> statement-breakpoint
CREATE INDEX `model_call_provider` ON `model_call` (`organization_id`,`provider_id`,`at`);--> statement-breakpoint
CREATE INDEX `model_call_age` ON `model_call` (`at`);--> statement-breakpoint
CREATE TABLE `model_call_day` (
	`organization_id` text NOT NULL,
	`day` text NOT NULL,
	`provider_id` text NOT NULL,
	`model` text NOT NULL,
	`task` text NOT NULL,
	`outcome` text NOT NULL,
	`calls` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`cached_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_usd` real NOT NULL,
	`calls_of_unknown_cost` integer NOT NULL,
	`latency_ms` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `day`, `provider_id`, `model`, `task`, `outcome`)
);
--> statement-breakpoint
CREATE TABLE `model_overlay` (
	`organization_id` text NOT NULL,
	`model` text NOT NULL,
	`fields` text NOT NULL,
	`source` text NOT NULL,
	`applied_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `model`)
);
--> statement-breakpoint
CREATE TABLE `provider` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`preset` text,
	`base_url` text NOT NULL,
	`key_cipher` text,
	`key_hint` text,
	`key_id` text NOT NULL,
	`models` text NOT NULL,
	`found` text NOT NULL,
	`found_at` integer,
	`priority` integer NOT NULL,
	`limits` text NOT NULL,
	`prices` text NOT NULL,
	`active` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_slug` ON `provider` (`organization_id`,`slug`);