import { describe, expect, test } from "vitest";
import { htmlToText, looksLikeHtml, unescapeHtml } from "../../../worker/ingest/html-text.ts";
import { importing } from "./memory-store.ts";

describe("HTML as text", () => {
  test("blocks end lines, pictures are named, what is not read is left out", () => {
    expect(
      htmlToText(
        '<div>One<br>two &amp; <b>three</b></div><!-- x --><style>p{}</style><ul><li>a<li>b</ul><img src="https://e.org/x.png">',
      ),
    ).toBe("One\ntwo & three\n- a- b\n[image]");
    expect(htmlToText("<p>new</p><blockquote>old</blockquote>")).toBe("new");
    expect(htmlToText("a < b and c > d")).toBe("a < b and c > d");
  });

  test("character references are resolved once, impossible ones stay", () => {
    expect(unescapeHtml("&lt;b&gt; &#8217; &#x1F600; &amp;lt; &#xD800; &nothing;")).toBe(
      "<b> ’ 😀 &lt; &#xD800; &nothing;",
    );
  });

  test("text that talks of HTML is no HTML", () => {
    expect(looksLikeHtml("<p>x</p>")).toBe(true);
    expect(looksLikeHtml("Use <p> for a paragraph")).toBe(false);
  });

  test("what opens a hundred thousand times and never closes is read all the same", async () => {
    const count = 100_000;
    for (const sign of ["<script>", "<!--", "<img ", "<blockquote>", "&#", " ", "\n"]) {
      expect(htmlToText(`a${sign.repeat(count)}`)).toMatch(/^a/);
    }
    const slack = JSON.stringify([
      { type: "message", user: "U1", ts: "1767600001.000200", text: "<http:".repeat(count) },
    ]);
    expect((await importing(slack)).report.imported).toBe(1);
    const legacy = JSON.stringify({ chosen: `\n\nHuman: a${"\n".repeat(count)}\n\nAssistant: b` });
    expect((await importing(legacy)).report.imported).toBe(1);
    const zoom = `10:01:02 From A${" to b".repeat(count)}\n10:01:03 From B : hi`;
    await importing(zoom).catch((error: unknown) => expect(error).toMatchObject({ name: "ParallaxError" }));
    const vtt = `WEBVTT\n${"\n".repeat(count)}00:01.000 --> 00:02.000\nhi`;
    expect((await importing(vtt)).report.imported).toBe(1);
  });
});
