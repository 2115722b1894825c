import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../../worker/ingest/language.ts";
import { languagesIn } from "../../../worker/ingest/languages-in.ts";

describe("a few words", () => {
  test.each([
    ["id", "Apakah besok akan hujan?"],
    ["ms", "Adakah awak boleh tolong saya esok, kerana kereta saya rosak?"],
    ["tr", "yarın hava nasıl olacak"],
    ["da", "mind mig om at købe mælk i morgen"],
    ["sv", "påminn mig om att köpa mjölk imorgon"],
    ["nl", "wat is het weer morgen"],
    ["en", "is it raining"],
    ["it", "che tempo fa domani"],
    ["es", "pon una alarma para mañana"],
    ["fi", "mikä on sää huomenna"],
  ])("are %s: %s", async (language, text) => {
    expect(await detectLanguage(text)).toBe(language);
  });
});

describe("more than one language", () => {
  const english = "I would like to know where my order is. It should have been here on Monday.";
  test.each<[string, string, string[]]>([
    [english, "en", ["en"]],
    [`${english} Ich habe die Rechnung schon bezahlt und warte noch auf das Paket.`, "en", ["en", "de"]],
    [`${english} 我的订单还没有到，请帮我查一下。我上周已经付款了。`, "en", ["en", "zh"]],
    [
      "Hola, dónde está mi pedido. Lo quiero para mañana. Thank you so much for all of your help with this.",
      "es",
      ["es", "en"],
    ],
    ["Wo ist mein Paket? Die Sendung ist mit UPS Express Saver unterwegs und noch nicht da.", "de", ["de"]],
    ["", "und", []],
  ])("%s", (text, main, languages) => {
    expect(languagesIn(text, main)).toEqual(languages);
  });
});
