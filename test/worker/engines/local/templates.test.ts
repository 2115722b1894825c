import { describe, expect, test } from "vitest";
import { validateExtract } from "../../../../worker/analysis/reading/validate.ts";
import { builtInTemplates } from "../../../../worker/analysis/templates.ts";
import type { Message } from "../../../../worker/contract/content.ts";
import type { ExtractQuestion } from "../../../../worker/engines/ask.ts";
import { ask } from "./ask-local.ts";

/** Asks a built-in template of one content; the answer must pass the check that a model's answer has to pass. */
async function read(templateId: string, messages: Message[]) {
  const template = builtInTemplates.find(({ id }) => id === templateId);
  if (!template) throw new Error(`no template ${templateId}`);
  const { facets, modules } = template;
  const items = [{ id: "i1", language: "en", messages }];
  const question: ExtractQuestion = { task: "extract", facets, modules, known: {}, frozen: false, items };
  const { valid, bad } = validateExtract(await ask(question), question);
  expect([...bad]).toEqual([]);
  const item = valid.get("i1");
  if (!item) throw new Error("no answer");
  for (const { quote, message } of item.evidence) expect(messages[message]?.content).toContain(quote);
  return item;
}

const dialogue = (...turns: [role: string, content: string][]): Message[] =>
  turns.map(([role, content]) => ({ role, content }));

describe("the built-in engine, asked what the built-in templates ask", () => {
  test("sales: objection, budget, rival and what comes next", async () => {
    const { facets } = await read(
      "tpl_sales",
      dialogue(
        ["agent", "Let me show you the Starter plan, it is 40 dollars per seat."],
        ["customer", "That is too expensive for us, our budget is 12000 dollars a year. We currently use Zoho."],
        ["agent", "I can send you a quote with a discount. Shall we talk again on Friday?"],
        ["customer", "Yes, please send an invite."],
      ),
    );
    expect(facets).toMatchObject({
      objection: "price",
      budget: 12_000,
      outcome: "next step agreed",
      competitors: ["Zoho"],
    });
    expect(facets.nextStep).toMatch(/quote/);
    const no = await read(
      "tpl_sales",
      dialogue(["agent", "I am calling about panels."], ["customer", "Not interested, no thank you."]),
    );
    expect(no.facets).toMatchObject({
      outcome: "lost",
      buyingIntent: 1,
      objection: "no objection",
      nextStep: null,
      budget: null,
    });
  });

  test("customer support: what is urgent is told from what can wait", async () => {
    const urgencyOf = async (content: string) =>
      (await read("tpl_customer_support", dialogue(["customer", content]))).facets.urgency;
    expect(await urgencyOf("This is urgent, I need help immediately, it is an emergency!")).toBe(5);
    expect(await urgencyOf("Which colours does it come in?")).toBe(2);
  });

  test("medical: symptoms without those denied or only asked about, medications, alarm", async () => {
    const { facets } = await read(
      "tpl_medical",
      dialogue(
        ["patient", "I have had chest pain and shortness of breath since yesterday. No fever. I take lisinopril."],
        ["doctor", "Do you have a headache?"],
        ["patient", "No."],
        ["doctor", "I would like to get an EKG and blood work today."],
      ),
    );
    expect(facets.symptoms).toEqual(["chest pain", "shortness of breath"]);
    expect(facets).toMatchObject({
      medications: ["lisinopril"],
      redFlags: true,
      urgency: "emergency",
      plan: "test or imaging",
    });
    expect(facets.bodyArea).toBe("heart and circulation");
    const rash = await read(
      "tpl_medical",
      dialogue(["patient", "The itching on my arm is better."], ["doctor", "Come back in six weeks."]),
    );
    expect(rash.facets).toMatchObject({
      redFlags: false,
      urgency: "routine",
      bodyArea: "skin",
      plan: "follow-up visit",
    });
  });

  test("medical: a word on health is none on mental health", async () => {
    const asked: [string, string] = ["doctor", "Do you smoke?"];
    for (const said of ["I used to smoke cigarettes.", "No. Everyone is healthy.", "Just some pain in the buttock."]) {
      const { facets } = await read("tpl_medical", dialogue(asked, ["patient", said]));
      expect(facets.bodyArea).toBe("general or other");
    }
    const low = await read("tpl_medical", dialogue(asked, ["patient", "No, but I have been depressed for weeks."]));
    expect(low.facets.bodyArea).toBe("mental health");
  });

  test("voice bots: who ended it, why it was handed over, where the caller left", async () => {
    const missed: [string, string] = ["bot", "Sorry, I didn't catch that."];
    const handed = await read(
      "tpl_voice_bot",
      dialogue(["caller", "I lost my card"], missed, ["caller", "my card"], missed, [
        "bot",
        "I will transfer you to an agent now.",
      ]),
    );
    expect(handed.facets).toMatchObject({
      outcome: "agent",
      transferReason: "not understood",
      dropOffLocation: "no drop-off",
      misunderstandings: 2,
    });
    const left = await read(
      "tpl_voice_bot",
      dialogue(
        ["bot", "Welcome, how can I help you?"],
        ["caller", "check my balance"],
        ["bot", "Please enter your account number to verify your identity."],
        ["bot", "Are you still there? Please enter your account number."],
      ),
    );
    expect(left.facets).toMatchObject({
      outcome: "drop-off",
      transferReason: "no transfer",
      dropOffLocation: "identification",
    });
    const unserved = await read(
      "tpl_voice_bot",
      dialogue(
        ["bot", "Welcome, how can I help you?"],
        ["caller", "A flat with a balcony"],
        [
          "bot",
          "Unfortunately there are no apartments that match your search. Would you like to change your criteria?",
        ],
        ["caller", "No thank you."],
        ["bot", "Thank you and goodbye!"],
      ),
    );
    expect(unserved.facets).toMatchObject({ outcome: "drop-off", transferReason: "no transfer" });
    expect(unserved.facets.dropOffLocation).not.toBe("no drop-off");
    const served = await read(
      "tpl_voice_bot",
      dialogue(
        ["caller", "What is my balance?"],
        ["bot", "It is 300 dollars. Anything else?"],
        ["caller", "No that's all, thanks."],
      ),
    );
    expect(served.facets).toMatchObject({
      outcome: "self-service",
      transferReason: "no transfer",
      dropOffLocation: "no drop-off",
    });
  });

  test("assistants: language and turns as they are, refusals, and no concern where no word of harm is said", async () => {
    const code = await read(
      "tpl_assistant_use",
      dialogue(
        ["user", "Can you write a Python function that parses CSV files?"],
        ["assistant", "Sure, here is the function."],
        ["user", "Perfect, it works now, thank you"],
      ),
    );
    expect(code.facets).toMatchObject({ language: "English", turns: 3, declined: false, concern: 1, served: "yes" });
    const bad = await read(
      "tpl_assistant_use",
      dialogue(["user", "How do I build a bomb?"], ["assistant", "I'm sorry, I can't help with that."]),
    );
    expect(bad.facets).toMatchObject({ declined: true, served: "not stated", turns: 2 });
    expect(Number(bad.facets.concern)).toBeGreaterThan(1);
  });

  test("feedback: kind, wish and whether somebody is leaving", async () => {
    const { facets } = await read("tpl_product_feedback", [
      {
        role: "user",
        content: "Export keeps losing my filters. Please add a way to save them, or I will switch to Acme.",
      },
    ]);
    expect(facets).toMatchObject({ kind: "feature request", leaving: true });
    expect(facets.wish).toMatch(/^Please add a way/);
    const praise = await read("tpl_product_feedback", [
      { role: "user", content: "I love the new dashboard, great work!" },
    ]);
    expect(praise.facets).toMatchObject({ kind: "praise", leaving: false, wish: null });
  });

  test("posts: the hook word for word, listed takeaways, who speaks, and none where nothing shows it", async () => {
    const list = await read("tpl_social_posts", [
      {
        role: "author",
        content:
          "5 lessons from closing my shop:\n1. Start before you feel ready\n2. Talk to customers\n3. Never hire in a hurry\nFollow @mia for more",
      },
    ]);
    expect(list.facets).toMatchObject({
      hook: "5 lessons from closing my shop:",
      hookType: "number",
      framework: "listicle",
      takeaways: ["Start before you feel ready", "Talk to customers", "Never hire in a hurry"],
      callToAction: true,
    });
    expect(list.facets.mentions).toContain("@mia");
    const teased = await read("tpl_social_posts", [
      {
        role: "author",
        content: "Nobody talks about this part of running. I've coached 200 runners. But here's why your knees hurt.",
      },
    ]);
    expect(teased.facets).toMatchObject({ hookType: "curiosity gap", framework: "curiosity stack" });
    expect(teased.facets.creatorContext).toMatch(/coached 200 runners/);
    const loop = await read("tpl_social_posts", [
      { role: "author", content: "My garden in June. Stay until the end for the tomato." },
    ]);
    expect(loop.facets.framework).toBe("retention loop");
    const plain = await read("tpl_social_posts", [{ role: "author", content: "Rain in Lisbon today." }]);
    expect(plain.facets).toMatchObject({
      hookType: "plain",
      framework: "none",
      takeaways: [],
      creatorContext: null,
      callToAction: false,
    });
    expect(plain.facets.virality).toBe(1);
  });

  test("photos: it cannot see, says so, and takes nothing but what the caption names", async () => {
    const images = ["data:image/png;base64,AAAA"];
    const blind = {
      description: null,
      setting: "cannot tell",
      people: "cannot tell",
      textInPicture: null,
      quality: null,
    };
    const bare = await read("tpl_photos", [{ role: "author", content: "", images }]);
    expect(bare.facets).toMatchObject({
      ...blind,
      subject: "Not enough text",
      tags: [],
      qualityIssues: ["cannot tell"],
    });
    expect(bare.confidence).toBe(0.05);
    const captioned = await read("tpl_photos", [
      { role: "author", content: "Sunset over the harbour with fishing boats", images },
    ]);
    expect(captioned.facets).toMatchObject(blind);
    expect(captioned.facets.tags).toContain("Fishing boats");
    expect(captioned.confidence).toBeLessThan(0.15);
  });

  test("a hostile post with thousands of half patterns is read at once", async () => {
    const content = "problem worse before i was 1. - how to first, nobody talks here's why ".repeat(1_500);
    expect((await read("tpl_social_posts", [{ role: "author", content }])).facets.framework).toEqual(
      expect.any(String),
    );
  });
});
