import type { Content } from "../../worker/contract/content.ts";
import type { Evidence } from "../../worker/contract/findings.ts";
import { markEvidence } from "../evidence.ts";
import { dateTime, facetName } from "../format.ts";

/** The messages of a content. All of it is text: images are named, never loaded, unless they travel as data. */
export function Transcript({ content, evidence }: { content: Content; evidence: Evidence[] }) {
  return (
    <div>
      {numbered(content.messages).map(({ one: message, place }) => {
        const mine = evidence.filter((one) => one.message === place && one.verified);
        return (
          <article key={place} id={`message-${place}`} class={`turn ${message.role === "user" ? "user" : ""}`}>
            <header>
              <b>{message.role}</b>
              <span>message {place + 1}</span>
              {message.timestamp !== undefined && (
                <time dateTime={message.timestamp}>{dateTime(message.timestamp)}</time>
              )}
            </header>
            <p dir="auto">
              {numbered(markEvidence(message.content, mine)).map(({ one: stretch, place: part }) =>
                stretch.facets.length === 0 ? (
                  stretch.text
                ) : (
                  <mark key={part} title={`Evidence for ${stretch.facets.map(facetName).join(", ")}`}>
                    {stretch.text}
                  </mark>
                ),
              )}
            </p>
            {message.images?.map((image) => (
              <p key={image} class="small quiet">
                {image.startsWith("data:") ? "An image came with this message." : `Image, not loaded: ${image}`}
              </p>
            ))}
          </article>
        );
      })}
      {content.messages.length === 0 && <p class="empty">This content has no messages.</p>}
    </div>
  );
}

/** Messages and stretches have no id; their place is what they are. */
function numbered<One>(list: One[]): { one: One; place: number }[] {
  return list.map((one, place) => ({ one, place }));
}
