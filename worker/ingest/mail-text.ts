/** Lines that open what is quoted from an earlier message. */
const quoteStarts = [
  /^-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale)\s*-{2,}\s*$/i,
  /^_{10,}\s*$/,
  /^(?:On|Am|Le|El|Il|Op|Em)\s.{4,200}(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef|escreveu)\s*:\s*$/,
];

/** What is new in a mail or a comment sent by mail: without quoted lines and what follows them, and without the signature. */
export function cutQuoted(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, "\n").split("\n");
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === "-- " || line === "--") break;
    const opens = `${line} ${lines[index + 1] ?? ""}`.trimEnd();
    if (quoteStarts.some((start) => start.test(line.trimEnd()) || (/^(?:On|Am|Le)\s/.test(line) && start.test(opens))))
      break;
    if (/^(?:Sent from my|Von meinem .{1,40} gesendet|Envoyé de mon)\b/.test(line)) break;
    if (/^\s*>(?!From )/.test(line)) continue;
    kept.push(line.replace(/^>From /, "From "));
  }
  const cut = kept
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
  // A mail that is nothing but a quotation was forwarded, and that is what it says.
  return cut === "" ? text.trim() : cut;
}
