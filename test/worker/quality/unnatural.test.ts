import { describe, expect, test } from "vitest";
import { unnatural } from "../../../worker/quality/unnatural.ts";

describe("what is not natural language", () => {
  test.each([
    ["code", "def add(a, b):\n    return a + b\n\nprint(add(1, 2))\nx = {'a': [1, 2]}"],
    ["code", '{"user":{"id":1,"name":"x","tags":["a","b"]},"ok":true}'],
    ["code", '<div class="a"><p>hi</p><br/><span>x</span></div>\n<table><tr><td>1</td></tr></table>'],
    ["encoded", "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4"],
    ["encoded", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ["random", "asdf jkl; asdfjkl qwer sdfghjkl zxcvb"],
    ["random", "xkcdqz bvrtplm wqzxkj fghtrw"],
    ["repeated", "hahahahahahahahahahahahahaha"],
    ["repeated", "test ".repeat(30)],
    ["symbols", "?!?!?! ... --- *** +++ ~~~ ::: /// ^^^"],
    ["table", "12 443 5.5 19\n44 120 7.1 20\n51 99 8.8 22"],
  ])("is %s", (kind, text) => {
    expect(unnatural(text)).toBe(kind);
  });

  test.each([
    "I ordered two lamps (the blue ones!) for $40 & only one came; see https://example.com/orders?id=12&x=3.",
    "My order 4711-0815-2233-99 of 2026-11-03 has not arrived, tracking 1Z999AA10123456784.",
    "注文した商品がまだ届いていません。いつ届きますか。",
    "Где мой заказ? Я жду уже неделю.",
    "Hvordan får jeg pengene tilbage for mit køb i sidste uge?",
    "Rhythm and blues, thanks.",
    "ok",
    "In JavaScript, why does `[1,2].map(parseInt)` give [1, NaN]? I read the docs and still do not see it.",
    "Der Donaudampfschifffahrtskapitän hat die Rechtsschutzversicherungsgesellschaft angerufen.",
    "",
  ])("and this is: %s", (text) => {
    expect(unnatural(text)).toBeNull();
  });
});
