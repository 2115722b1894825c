import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

const roles = new Map([
  ["CUSTOMER", "user"],
  ["AGENT", "assistant"],
  ["CUSTOM_BOT", "assistant"],
  ["SUPERVISOR", "assistant"],
  ["SYSTEM", "system"],
]);

/** Amazon Connect chat transcripts, Contact Lens analyses of calls, and Transcribe call analytics. */
export const amazonConnect: WholeFormat = {
  key: "amazon-connect",
  title: "Amazon Connect transcript",
  is: (record) =>
    Array.isArray(record.Transcript) &&
    record.Transcript.some((turn) => isFields(turn) && ("ParticipantId" in turn || "ParticipantRole" in turn)),
  read: (record) => {
    const people = new Map<unknown, unknown>();
    for (const person of Array.isArray(record.Participants) ? record.Participants.filter(isFields) : [])
      people.set(person.ParticipantId, person.ParticipantRole);
    const turns = Array.isArray(record.Transcript) ? record.Transcript.filter(isFields) : [];
    const messages = turns.flatMap((turn) => readTurn(turn, people));
    if (messages.length === 0) return "the contact is empty: nothing is said in it";
    const customer = isFields(record.CustomerMetadata) ? record.CustomerMetadata.ContactId : undefined;
    const metadata: Fields = {};
    if (record.Channel) metadata.channel = record.Channel;
    if (isFields(record.Categories)) metadata.categories = record.Categories.MatchedCategories;
    return [{ id: record.ContactId ?? customer ?? "", messages, metadata }];
  },
};

function readTurn(turn: Fields, people: Map<unknown, unknown>): Fields[] {
  const { Type, Content, ContentType, ParticipantId, ParticipantRole, AbsoluteTime } = turn;
  if (Type === "EVENT") return [];
  const role = roles.get(String(ParticipantRole ?? people.get(ParticipantId) ?? ParticipantId)) ?? "unknown";
  if (Type === "ATTACHMENT") return [{ role, content: "[file]", timestamp: AbsoluteTime }];
  if (typeof Content !== "string" || Content.trim() === "") return [];
  if (typeof ContentType === "string" && !ContentType.startsWith("text/")) return [];
  return [{ role, content: Content, timestamp: AbsoluteTime }];
}
