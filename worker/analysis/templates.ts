import type { Template } from "../contract/template.ts";
import { assistantUse } from "./templates/assistant-use.ts";
import { customerSupport } from "./templates/customer-support.ts";
import { general } from "./templates/general.ts";
import { medical } from "./templates/medical.ts";
import { photos } from "./templates/photos.ts";
import { productFeedback } from "./templates/product-feedback.ts";
import { sales } from "./templates/sales.ts";
import { socialPosts } from "./templates/social-posts.ts";
import { voiceBot } from "./templates/voice-bot.ts";

/** The templates that everybody has. They cannot be changed, only copied, so that a name always means the same questions. */
export const builtInTemplates: Template[] = [
  general,
  customerSupport,
  sales,
  medical,
  voiceBot,
  assistantUse,
  productFeedback,
  socialPosts,
  photos,
];

/** What an analysis uses where neither it nor its project names a template. */
export const defaultTemplateId = general.id;
