import type { TextFormat } from "../text-format.ts";
import { captionFormats } from "./captions.ts";
import { whatsapp } from "./whatsapp.ts";
import { zoomChat } from "./zoom-chat.ts";

/** Formats of text that is neither JSON, nor a table, nor mail, the most telling first; what is in none is plain text. */
export const textFormats: readonly TextFormat[] = [...captionFormats, whatsapp, zoomChat];
