import { builtInTemplate } from "./built-in-template.ts";

export const socialPosts = builtInTemplate({
  id: "tpl_social_posts",
  name: "Social posts",
  description:
    "How posts catch and keep their readers: hook, takeaways, who speaks, framework and what makes them spread.",
  category: "social",
  facets: [
    {
      name: "topic",
      description: "What the post is about, two to four words.",
      type: "label",
      examples: ["Product launch", "Behind the scenes", "Recipe"],
    },
    {
      name: "hook",
      description: "The opening words that are to make readers stop, word for word; null where the post has no words.",
      type: "text",
      examples: ["I quit my job with 200 dollars left.", "Nobody talks about this part of running."],
    },
    {
      name: "hookType",
      description:
        "How the hook works. question: it asks; number: it counts or promises a list; bold claim: it contradicts or " +
        "exaggerates; story: it begins to tell; curiosity gap: it holds something back; direct address: it speaks to a " +
        "group or to you; news: it announces; plain: none of these.",
      type: "choice",
      choices: ["question", "number", "bold claim", "story", "curiosity gap", "direct address", "news", "plain"],
    },
    {
      name: "takeaways",
      description:
        "What a reader takes away: each point or lesson of the post in at most ten words, the main one first.",
      type: "list",
      examples: ["Start before you feel ready", "Batch your replies once a day"],
    },
    {
      name: "creatorContext",
      description:
        "Who speaks and out of which experience, as far as the post itself says: role, years, what was done; null where " +
        "it does not say.",
      type: "text",
      examples: ["A nurse of ten years", "Founder of a shop that closed"],
    },
    {
      name: "framework",
      description:
        "The pattern that the post is built on. curiosity stack: one open question upon another, answered late; retention " +
        "loop: it promises something for the end or the next part and comes back to it; problem-agitate-solve: a pain, " +
        "made worse, then the way out; before-after-bridge: then, now, and how; listicle: numbered points; how-to: steps; " +
        "story arc: a happening told from start to end; contrarian take: against what most believe; social proof: results " +
        "of others; none: no pattern.",
      type: "choice",
      choices: [
        "curiosity stack",
        "retention loop",
        "problem-agitate-solve",
        "before-after-bridge",
        "listicle",
        "how-to",
        "story arc",
        "contrarian take",
        "social proof",
        "none",
      ],
    },
    {
      name: "virality",
      description:
        "How likely the words are to be shared beyond the author's own readers: 1 of use to hardly anybody else, 3 some " +
        "would pass it on, 5 strong hook, feeling or use for many. It judges the post, not its figures.",
      type: "score",
      min: 1,
      max: 5,
    },
    {
      name: "purpose",
      description: "What the post is mainly for.",
      type: "choice",
      choices: ["inform", "promote", "entertain", "ask", "complain", "personal", "other"],
    },
    {
      name: "callToAction",
      description: "Whether the post asks its readers to do something: buy, follow, answer, share.",
      type: "boolean",
    },
    {
      name: "mentions",
      description: "Brands, products, people and places named in the post, and its @handles, each as written there.",
      type: "list",
      examples: ["@someone", "Lisbon"],
    },
  ],
});
