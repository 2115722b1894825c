import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { conditionsOf } from "../../../worker/db/result-filter.ts";

/** The results, by their ids, that pass a filter by a value of the facet `said`. */
function having(value: string, said: Record<string, unknown>): string[] {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE result (analysis_id TEXT, content_id TEXT, facets TEXT)");
  const insert = database.prepare("INSERT INTO result VALUES ('an_1', ?, ?)");
  for (const [id, answer] of Object.entries(said)) insert.run(id, JSON.stringify({ said: answer }));
  const { sql, values } = conditionsOf("an_1", { facet: "said", value });
  const rows = database.prepare(`SELECT content_id AS id FROM result WHERE ${sql} ORDER BY 1`).all(...values);
  return rows.map(({ id }) => String(id));
}

it("true and false are found whether they are labels or answers to a yes or no question", () => {
  const said = {
    label: "true",
    boolean: true,
    listed: ["true", "x"],
    listedBoolean: [true],
    no: false,
    noLabel: "false",
    one: "1",
  };
  expect(having("true", said)).toEqual(["boolean", "label", "listed", "listedBoolean"]);
  expect(having("false", said)).toEqual(["no", "noLabel"]);
  expect(having("1", said)).toEqual(["one"]);
});

it("numbers, words and what a list holds are found as they are written", () => {
  const said = { number: 5, text: "5", list: ["a", "b"], half: 2.5, none: null };
  expect(having("5", said)).toEqual(["number", "text"]);
  expect(having("2.5", said)).toEqual(["half"]);
  expect(having("a", said)).toEqual(["list"]);
});
