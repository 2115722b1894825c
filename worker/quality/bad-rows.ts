/** A content with an issue, as it is handed out. */
interface Row {
  id: string;
  externalId: string;
  title: string;
  language: string;
  tokens: number;
  quality: number | null;
  detail: string;
  of: string | null;
}

const columns = ["id", "contentId", "title", "language", "tokens", "quality", "detail", "repeats"];
const pageSize = 1_000;

/**
 * The rows of an issue as one file, page by page.
 * @param cell makes a CSV cell of a value
 * @param page rows after an id
 */
export function badRowsFile(
  format: "csv" | "jsonl",
  cell: (value: string | number | null) => string,
  page: (after: string, limit: number) => Promise<Row[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const csv = (values: (string | number | null)[]) => `${values.map(cell).join(",")}\r\n`;
  const valuesOf = ({ id, externalId, title, language, tokens, quality, detail, of }: Row) => [
    externalId,
    id,
    title,
    language,
    tokens,
    quality,
    detail,
    of,
  ];
  const line = (row: Row) =>
    format === "csv"
      ? csv(valuesOf(row))
      : `${JSON.stringify(Object.fromEntries(valuesOf(row).map((value, place) => [columns[place], value])))}\n`;
  let after = "";
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun && format === "csv") controller.enqueue(encoder.encode(csv(columns)));
      begun = true;
      const rows = await page(after, pageSize);
      const last = rows.at(-1);
      if (last) controller.enqueue(encoder.encode(rows.map(line).join("")));
      if (!last || rows.length < pageSize) controller.close();
      else after = last.id;
    },
  });
}
