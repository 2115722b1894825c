import { htmlToText, unescapeHtml } from "../html-text.ts";
import { isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

/** Posts of an X archive (`tweets.js`), whose numbers are text. */
export const tweets: WholeFormat = {
  key: "x-archive",
  title: "X archive",
  is: (record) => isFields(record.tweet) && ("full_text" in record.tweet || "text" in record.tweet),
  read: (record) => {
    const tweet = isFields(record.tweet) ? record.tweet : {};
    const text = tweet.full_text ?? tweet.text;
    if (typeof text !== "string" || text.trim() === "") return "the post has no text";
    const reply = tweet.in_reply_to_status_id_str;
    return [
      {
        id: tweet.id_str ?? tweet.id ?? "",
        kind: "post",
        caption: unescapeHtml(text),
        occurredAt: tweet.created_at,
        metadata: {
          platform: "x",
          metrics: { likes: Number(tweet.favorite_count ?? 0), reposts: Number(tweet.retweet_count ?? 0) },
          language: tweet.lang,
          inReplyTo: reply === "0" ? undefined : reply,
        },
      },
    ];
  },
};

/** Stories and comments of Hacker News. */
export const hackerNews: WholeFormat = {
  key: "hacker-news",
  title: "Hacker News items",
  is: (record) =>
    ["story", "comment", "job", "poll", "pollopt"].includes(String(record.type)) &&
    "time" in record &&
    ["by", "kids", "descendants", "parent", "deleted"].some((name) => name in record),
  read: ({ id, by, time, title, text, url, score, descendants, deleted, dead, parent }) => {
    if (deleted === true || dead === true) return "the item was deleted";
    const body = typeof text === "string" ? htmlToText(text) : "";
    const caption = [typeof title === "string" ? unescapeHtml(title) : "", body]
      .filter((part) => part !== "")
      .join("\n\n");
    if (caption === "") return "the item has no text";
    const metadata = { platform: "hacker-news", metrics: { score, comments: descendants }, url, parent };
    return [{ id: id ?? "", kind: "post", caption, author: by, occurredAt: time, metadata }];
  },
};
