import { describe, expect, test } from "vitest";
import { general } from "../../../../worker/analysis/templates/general.ts";
import type { Message } from "../../../../worker/contract/content.ts";
import type { Facet } from "../../../../worker/contract/template.ts";
import { answerOf, extractAll, talk } from "./ask-local.ts";

const outcome: Facet = {
  name: "outcome",
  description: "How it ended.",
  type: "choice",
  choices: ["resolved", "unresolved", "escalated", "abandoned"],
};

const cases: [string, string, Message[]][] = [
  [
    "en",
    "resolved",
    talk("My printer prints blank pages", "Agent: Please clean the head.", "It prints again, cheers!"),
  ],
  ["en", "resolved", talk("Can I add a second seat?", "Agent: Yes, I've added it to your plan.")],
  ["de", "resolved", talk("Wo finde ich den Vertrag?", "Agent: Unter Dokumente.", "Gefunden, vielen Dank.")],
  ["fr", "resolved", talk("Comment changer de siège ?", "Agent: C'est fait, vous avez le 12A.", "Super, merci")],
  ["es", "resolved", talk("No me deja entrar", "Agent: He cambiado la clave.", "Ya funciona, gracias")],
  ["it", "resolved", talk("Posso spostare la visita?", "Agent: Fatto, è alle 15.", "Va bene, grazie")],
  ["pt", "resolved", talk("Quero trocar o plano", "Agent: Alterado a partir de hoje.", "Perfeito, obrigada")],
  [
    "ja",
    "resolved",
    talk("領収書が見つかりません", "Agent: メールで再送いたしました。", "届きました。ありがとうございます。"),
  ],
  ["en", "unresolved", talk("The lift is still out", "Agent: The part isn't here. I don't have a date.", "Pathetic.")],
  ["en", "unresolved", talk("Where is my visa?", "Agent: I've asked the embassy and I'll write when I know.")],
  ["en", "unresolved", talk("Can you waive the fee?", "Agent: I'm afraid not.", "Forget it, I'm going elsewhere.")],
  [
    "de",
    "unresolved",
    talk("Wann kommt der Techniker?", "Agent: Das weiß ich leider noch nicht.", "Und das soll ich glauben?"),
  ],
  [
    "fr",
    "unresolved",
    talk("Où est ma valise ?", "Agent: Nous n'avons pas encore de réponse.", "Toujours rien, donc."),
  ],
  ["es", "unresolved", talk("¿Y mi abono?", "Agent: Todavía no me han contestado, le aviso en cuanto sepa algo.")],
  ["it", "unresolved", talk("E il mio bagaglio?", "Agent: Purtroppo non ho ancora notizie.", "Lasciamo perdere.")],
  [
    "pt",
    "unresolved",
    talk("Cadê meu reembolso?", "Agent: Ainda não tenho resposta do banco.", "Sempre a mesma história"),
  ],
  ["ja", "unresolved", talk("いつ直りますか", "Agent: 原因は調査中でございます。", "いつまで待てばいいのですか")],
  [
    "en",
    "escalated",
    talk("I was billed for a room I left", "Agent: I've handed this to our finance team.", "OK, thank you"),
  ],
  [
    "de",
    "escalated",
    talk("Das Gerät qualmt", "Agent: Ich leite das an unsere Technik weiter, ein Kollege meldet sich heute."),
  ],
  [
    "fr",
    "escalated",
    talk("On m'a volé ma carte", "Agent: Je transmets à notre service fraude, il vous rappelle.", "Merci"),
  ],
  ["es", "escalated", talk("Me han cobrado de más", "Agent: Lo paso al departamento de cobros y le llamarán mañana.")],
  ["it", "escalated", talk("La caldaia perde", "Agent: Ho passato la pratica all'ufficio tecnico, la richiameranno.")],
  [
    "pt",
    "escalated",
    talk("Fui cobrado errado", "Agent: Encaminhei o caso ao setor financeiro, que entrará em contato."),
  ],
  ["ja", "escalated", talk("請求が間違っています", "Agent: 経理の担当者に引き継ぎ、担当者よりお電話いたします。")],
  ["en", "abandoned", talk("My tickets are gone", "Agent: Which show was it?", "Agent: Are you still there?")],
  [
    "de",
    "abandoned",
    talk(
      "Login klappt nicht",
      "Agent: Welche Meldung sehen Sie?",
      "Agent: Ich schließe den Chat, falls Sie nicht mehr da sind.",
    ),
  ],
  [
    "fr",
    "abandoned",
    talk("J'ai un souci", "Agent: Quel est votre numéro de dossier ?", "Agent: Sans nouvelles de vous, je clôture."),
  ],
  ["es", "abandoned", talk("Tengo una duda", "Agent: ¿Sobre qué contrato?", "Agent: ¿Sigue ahí?")],
  ["ja", "abandoned", talk("予約の件です", "Agent: お名前を教えていただけますか？", "Agent: まだいらっしゃいますか？")],
];

describe("how a conversation ended", () => {
  test.each(cases)("%s: %s", async (language, expected, messages) => {
    expect(await answerOf(messages, outcome, language)).toBe(expected);
  });

  test("a question that nobody answered is not resolved", async () => {
    for (const text of ["My card has not arrived yet", "What is the exchange rate today?", "qwertz uiop", ""]) {
      expect(await answerOf(talk(text), outcome)).toBe("unresolved");
    }
  });

  test("an opinion that is passed on leaves the matter where it is", async () => {
    const messages = talk(
      "You dropped my bus line",
      "Agent: I can't change that, I've passed your feedback to the planners.",
    );
    expect(await answerOf(messages, outcome)).not.toBe("escalated");
  });

  test("an ending that the choices do not have becomes the nearest that they have", async () => {
    const two = { ...outcome, choices: ["solved", "not solved"] };
    const silent = talk("My tickets are gone", "Agent: Which show was it?", "Agent: Are you still there?");
    expect(await answerOf(silent, two)).toBe("not solved");
    expect(await answerOf(talk("Add a seat", "Agent: Done, I've added it.", "Thanks!"), two)).toBe("solved");
  });

  test("whether it was solved is read from the end as well", async () => {
    const solved: Facet = { name: "resolved", description: "Was it resolved?", type: "boolean" };
    expect(await answerOf(talk("Add a seat", "Agent: I've added it.", "Great, it works now, thanks"), solved)).toBe(
      true,
    );
    expect(await answerOf(talk("Add a seat", "Agent: We can't do that.", "Useless. Forget it."), solved)).toBe(false);
  });
});

describe("whether the goal was reached", () => {
  const goal = general.facets.find(({ name }) => name === "goalReached");
  const reached = async (messages: Message[], language = "en") => {
    if (!goal) throw new Error("the general template asks for it");
    return answerOf(messages, goal, language);
  };
  const leave = "Agent: Thank you and goodbye.";

  test.each([
    ["en", talk("Two seats for Friday", "Agent: I'm sorry, there are no seats available that evening.", "OK, thanks!")],
    ["en", talk("Book the 7:40", "Agent: I'm sorry, but your request was unsuccessful.", "ok great", leave)],
    ["en", talk("A room in May?", "Agent: That hotel is fully booked.", "No problem, thank you for your help", leave)],
    ["en", talk("Find me a van", "Agent: For which day?", "Never mind, I'll walk", leave)],
    [
      "en",
      talk("Find me a van", "Agent: For which day?", "I've changed my mind", "Agent: Anything else?", "No, thanks"),
    ],
    ["en", talk("Can I have the blue one?", "Agent: It is no longer available.", "Well, thanks anyway. Bye")],
    ["de", talk("Ein Tisch für vier?", "Agent: Am Samstag sind wir ausgebucht.", "Schade, trotzdem danke")],
    ["fr", talk("Une place demain ?", "Agent: Ce vol n'est plus disponible.", "D'accord, merci quand même")],
    ["es", talk("¿Queda el rojo?", "Agent: Lo siento, no está disponible.", "Vale, gracias")],
    ["it", talk("C'è una stanza?", "Agent: Siamo al completo.", "Grazie comunque")],
  ])("%s: thanks for nothing are thanks, and nothing was got", async (language, messages) => {
    expect(await reached(messages, language)).toBe(false);
  });

  test.each([
    talk("Two seats", "Agent: Friday is not available.", "Saturday then", "Agent: Your seats are confirmed.", "Thanks"),
    talk("Find me a van", "Agent: There are no vans available.", "Never mind, found it", leave),
    talk("Towels, please", "Agent: Submitted successfully. The service team will knock on your door.", "Thank you"),
    talk("Which bus?", "Agent: Line 9, every ten minutes.", "Great, thanks", leave),
  ])("what came about after all was reached", async (...messages) => {
    expect(await reached(messages)).toBe(true);
  });
});

describe("how the person feels", () => {
  const feels = async (...turns: string[]) => (await extractAll([talk(...turns)]))[0]?.sentiment;

  test("thanks and letters' phrases are no joy", async () => {
    expect(
      await feels("Good morning, which bus goes to the airport? Kind regards, Ann", "Agent: Line 9.", "Thank you"),
    ).toBe("neutral");
    expect(await feels("Could you send the form?", "Agent: Sent.", "Perfect, thanks")).toBe("neutral");
    expect(await feels("It would be nice to know the opening hours")).toBe("neutral");
  });

  test("what the house says is not felt by the person", async () => {
    expect(await feels("Which bus goes there?", "Agent: What a wonderful, fantastic question! We love it!")).toBe(
      "neutral",
    );
  });

  test("plain praise is joy", async () => {
    expect(await feels("The nurse was wonderful and so kind, I am really delighted")).toBe("positive");
    expect(await feels("Die Fahrt war wirklich fantastisch, ich bin begeistert!")).toBe("positive");
  });

  test.each([
    ["en", "My train was late AGAIN and nobody told us anything"],
    ["en", "You charged me twice, and I am still waiting for an answer"],
    ["de", "Schon wieder kaputt, und seit Wochen antwortet niemand"],
    ["fr", "Toujours rien reçu, et personne ne répond"],
    ["es", "Otra vez llegó roto y nadie contesta"],
    ["it", "Di nuovo in ritardo, e nessuno risponde"],
    ["pt", "Chegou quebrado outra vez e ninguém responde"],
    ["ja", "何度も連絡しましたが、まだ届きません"],
  ])("%s: a mishap told with insistence is a complaint", async (language, text) => {
    const [item] = await extractAll([talk(text)], undefined, { language });
    expect(item?.sentiment).toBe("negative");
  });

  test("one mishap told calmly, or one's own, is none", async () => {
    expect(await feels("I typed the wrong postcode, my mistake", "Agent: Corrected.", "Thanks")).toBe("neutral");
    expect(await feels("No problem at all")).toBe("neutral");
  });
});

describe("words of another field", () => {
  const shop = [
    "Where is my parcel?",
    "I want to return my order",
    "The delivery has not arrived",
    "I want a refund for my order",
    "Please cancel my subscription",
    "My voucher is not accepted",
    "Can I change the delivery of my order?",
    "Is this product in stock?",
    "Please exchange it for another size",
    "My parcel says delivered, where is it?",
  ].map((text) => talk(text));

  test("in a shop, a guest room in passing asks for no room service", async () => {
    const items = await extractAll([
      ...shop,
      talk("I'd like to send back the blanket, it does not suit our guest room"),
    ]);
    expect(items.at(-1)?.facets.intent).toBe("Return request");
  });

  test("there, a mishap told without a word of the thing is one of the thing", async () => {
    const items = await extractAll([
      ...shop,
      talk("Two of the glasses are shattered"),
      talk("Soaked and crushed, all of it"),
    ]);
    expect(items.slice(-2).map((item) => item.facets.intent)).toEqual([
      "Damaged or faulty product",
      "Damaged or faulty product",
    ]);
  });

  test("among people who want everything, it does", async () => {
    const [item] = await extractAll([talk("I'd like an extra blanket and towels in my room, please")]);
    expect(item?.facets.intent).toBe("Room service request");
  });

  test("the letters of an order number are no label", async () => {
    const items = await extractAll([...shop, talk("It is ZK-48213, ZK-48214 and ZK-48215")]);
    expect(items.at(-1)?.facets.intent).not.toMatch(/ZK/i);
  });
});
