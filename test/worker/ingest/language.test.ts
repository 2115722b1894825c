import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../../worker/ingest/language.ts";
import { rateQuality } from "../../../worker/ingest/quality.ts";

describe("language", () => {
  test.each([
    ["en", "where is my order?"],
    ["en", "hello"],
    ["de", "Wo ist mein Paket?"],
    ["es", "¿Dónde está mi pedido?"],
    ["fr", "Où est ma commande ?"],
    ["pt", "Onde está o meu pedido?"],
    ["it", "Dov’è il mio ordine?"],
    ["pl", "Gdzie jest moje zamówienie?"],
    ["ru", "Где мой заказ?"],
    ["uk", "Де моє замовлення?"],
    ["ar", "مرحبا أين طلبي رقم ١٢٣؟"],
    ["he", "ההזמנה שלי איפה?"],
    ["zh", "我的订单在哪里？"],
    ["ja", "注文番号12345の商品が届きません"],
    ["ko", "제 주문은 어디에 있나요?"],
    ["hi", "मेरा ऑर्डर कहाँ है?"],
    ["el", "Πού είναι η παραγγελία μου;"],
    ["th", "คำสั่งซื้อของฉันอยู่ที่ไหน"],
    ["und", ""],
    ["und", "12345 :-) 👍"],
    ["und", "https://example.com/order?id=1"],
  ])("is %s: %s", async (language, text) => {
    expect(await detectLanguage(text)).toBe(language);
  });
});

describe("quality", () => {
  test("prose is above chatter, chatter above noise, and nothing is 0", () => {
    const prose = rateQuality(
      "I ordered two lamps last week and only one of them has arrived, could you look into it please?",
      "en",
    );
    const chatter = rateQuality("hi", "en");
    const noise = rateQuality("iVBORw0KGgoAAAANSUhEUg".repeat(200), "und");
    expect(prose).toBeGreaterThan(0.9);
    expect(chatter).toBeLessThan(0.5);
    expect(noise).toBeLessThan(0.2);
    expect(rateQuality("\n\n", "und")).toBe(0);
    expect(rateQuality("注文した商品がまだ届いていません。いつ届きますか。", "ja")).toBeGreaterThan(0.9);
  });
});
