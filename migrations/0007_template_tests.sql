ALTER TABLE `model_call` ADD `project_id` text;--> statement-breakpoint
CREATE INDEX `model_call_project` ON `model_call` (`project_id`,`at`) WHERE project_id IS NOT NULL;