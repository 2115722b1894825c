import { describe, expect, test } from "vitest";
import { countPersonalData, findPersonalData } from "../../../worker/privacy/find-personal-data.ts";

function found(text: string): string[] {
  return findPersonalData([text]).flatMap((list) =>
    list.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
  );
}

describe("personal data is found by its form", () => {
  test.each([
    ["mail me: jane.o'neil+x@mail.example.co.uk.", "email jane.o'neil+x@mail.example.co.uk"],
    ["it is anna at example dot com", "email anna at example dot com"],
    ["write to anna(at)example.co.uk", "email anna(at)example.co.uk"],
    ["ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ です", "email ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ"],
    ["schreib an jörg@müller.de!", "email jörg@müller.de"],
    ["call +44 20 7946 0958 today", "phone +44 20 7946 0958"],
    ["(415) 555-0132 is mine", "phone (415) 555-0132"],
    ["ruf an: 0171 2345678", "phone 0171 2345678"],
    ["my phone number is 5550132", "phone 5550132"],
    ["01 23 45 67 89", "phone 01 23 45 67 89"],
    ["電話は ０９０-１２３４-５６７８", "phone ０９０-１２３４-５６７８"],
    ["it is five five five, oh one three two", "phone five five five, oh one three two"],
    [
      "four one one one, one one one one, one one one one, one one one one",
      "card four one one one, one one one one, one one one one, one one one one",
    ],
    ["card 4111-1111-1111-1111 please", "card 4111-1111-1111-1111"],
    ["password: hunter2, please reset it", "secret hunter2"],
    ["mein Passwort ist Sommer24!", "secret Sommer24!"],
    ["api_key=abcd-efgh-1234", "secret abcd-efgh-1234"],
    ["exp 12/29 cvv 123", "secret 123"],
    ["sk-FAKEfakeFAKEfake0000000000000000", "secret sk-FAKEfakeFAKEfake0000000000000000"],
    ["use AKIAIOSFODNN7EXAMPLE now", "secret AKIAIOSFODNN7EXAMPLE"],
    ["/ wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    [
      "-----BEGIN PRIVATE KEY-----\nMIIFAKE\n-----END PRIVATE KEY-----",
      "secret -----BEGIN PRIVATE KEY-----\nMIIFAKE\n-----END PRIVATE KEY-----",
    ],
    ["order 4711 4242 4242 4242 4242 12", "card 4242 4242 4242 4242"],
    ["amex 378282246310005", "card 378282246310005"],
    ["IBAN de89 3704 0044 0532 0130 00 and more", "iban de89 3704 0044 0532 0130 00"],
    ["GB82WEST12345698765432", "iban GB82WEST12345698765432"],
    ["from 203.0.113.9 at noon", "ip 203.0.113.9"],
    ["from 2001:db8::8a2e:370:7334 too", "ip 2001:db8::8a2e:370:7334"],
    ["ssn 536-90-4399", "national-id 536-90-4399"],
    ["NI number AB 12 34 56 C", "national-id AB 12 34 56 C"],
    ["DNI 12345678Z", "national-id 12345678Z"],
    ["CPF 529.982.247-25", "national-id 529.982.247-25"],
    ["passport number: C01X00T47", "national-id C01X00T47"],
    ["I was born on 12/03/1980", "birth-date 12/03/1980"],
    ["I live at 221B Baker Street, London NW1 6XE", "address 221B Baker Street, London NW1 6XE"],
    ["to 1600 Pennsylvania Avenue, Washington, DC 20500", "address 1600 Pennsylvania Avenue, Washington, DC 20500"],
    ["Ich wohne in der Lindenstraße 12, 10969 Berlin", "address Lindenstraße 12, 10969 Berlin"],
    ["12 rue de la Paix, 75002 Paris", "address 12 rue de la Paix, 75002 Paris"],
    ["my name is Maria de la Cruz", "name Maria de la Cruz"],
    ["my name is john smith and i", "name john smith"],
    ["Ich heiße Jörg Müller.", "name Jörg Müller"],
    ["меня зовут Иван Петров", "name Иван Петров"],
    ["Dear Mr. O'Brien,", "name O'Brien"],
    ["This is Kate calling", "name Kate"],
    ["我叫王小明。", "name 王小明"],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test.each([
    "order 4111 1111 1111 1112 is late",
    "on 2026-11-03 at 12:30:45, or 03/11/2026",
    "it cost 1,234,567.89 dollars or 10 000 000",
    "version 10.0.19.45 of the app, 999.1.1.1",
    "order number 123-456-7890",
    "ticket 20261103-4711 from room 4044",
    "DE89 3704 0044 0532 0130 01",
    "12345678A",
    "my password is not working, and the token is invalid",
    "commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
    "risk-management-and-compliance-report",
    "pin it to the wall, one two three",
    "Hello there, dear customer service team",
    "Thank you! Welcome back.",
    "see https://example.com/a?b=1 @home",
  ])("and this is none: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("a name that was given is found wherever else it stands in the content", () => {
    const texts = ["Hi, my name is Ann Lee.", "Thank you Ann. Is Lee your last name?"];
    expect(
      findPersonalData(texts).map((list, place) => list.map(({ start, end }) => texts[place]?.slice(start, end))),
    ).toEqual([["Ann Lee"], ["Ann", "Lee"]]);
  });

  test("a number told by the words around it is found where it is said again without them", () => {
    const texts = [
      "my phone number is 5550132 and my password: hunter2",
      "So 5550132 it is, and hunter2. Not 15550132 or hunter22.",
    ];
    expect(
      findPersonalData(texts).map((list, place) => list.map(({ start, end }) => texts[place]?.slice(start, end))),
    ).toEqual([
      ["5550132", "hunter2"],
      ["5550132", "hunter2"],
    ]);
  });

  test("what overlaps becomes one stretch", () => {
    for (const list of findPersonalData([
      "+49 171 1234567 ssn 123-45-6789 a@b.co, 12 Main Street, TX 75001 555 123 4567",
    ])) {
      for (const [place, one] of list.entries()) expect(one.start).toBeGreaterThanOrEqual(list[place - 1]?.end ?? 0);
    }
  });

  test("the quick look counts by kind", () => {
    expect([...countPersonalData(["a@b.co c@d.org", "no", "+49 171 1234567"])]).toEqual([
      ["email", 2],
      ["phone", 1],
    ]);
  });

  test("a hostile text takes no longer than its length allows", () => {
    const hostile = [
      "a@".repeat(50_000),
      "1 ".repeat(50_000),
      "my name is ".repeat(10_000),
      `${"A1".repeat(30_000)}`,
      "12 Ab ".repeat(20_000),
      "1:".repeat(30_000),
      "password: ".repeat(20_000),
      "-----BEGIN PRIVATE KEY-----".repeat(5_000),
      "eyJaaaaaaaa.".repeat(10_000),
      "one two ".repeat(20_000),
    ];
    expect(findPersonalData(hostile)).toHaveLength(hostile.length);
  }, 20_000);
});
