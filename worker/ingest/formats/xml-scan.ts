import { unescapeHtml } from "../html-text.ts";

export interface XmlElement {
  attributes: Map<string, string>;
  /** What stands between its tags; empty where it has none. */
  inner: string;
}

/** Every element of a name, one after another, namespaces aside. An element inside its own kind is not looked for. */
export function* elementsOf(xml: string, name: string): Generator<XmlElement, void, undefined> {
  const open = new RegExp(`<(?:[\\w-]+:)?${name}(?=[\\s/>])([^<>]*)>`, "g");
  const close = new RegExp(`</(?:[\\w-]+:)?${name}\\s*>`, "g");
  for (let found = open.exec(xml); found !== null; found = open.exec(xml)) {
    const tag = found[1] ?? "";
    const attributes = attributesOf(tag);
    if (tag.endsWith("/")) {
      yield { attributes, inner: "" };
      continue;
    }
    close.lastIndex = open.lastIndex;
    const end = close.exec(xml);
    yield { attributes, inner: xml.slice(open.lastIndex, end?.index ?? xml.length) };
    if (end === null) return;
    open.lastIndex = close.lastIndex;
  }
}

function attributesOf(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, double, single] of tag.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    found.set((name ?? "").replace(/^\w+:/, ""), unescapeHtml(double ?? single ?? ""));
  return found;
}

/** The text of every `t` in a string item, its phonetic readings left out. */
export function textOfItem(xml: string): string {
  const phonetic = new Set<string>();
  for (const { inner } of xml.includes("rPh") ? elementsOf(xml, "rPh") : []) phonetic.add(inner);
  let text = "";
  for (const { inner } of elementsOf(phonetic.size === 0 ? xml : without(xml, phonetic), "t")) text += inner;
  // Excel writes what XML may not hold as `_x000D_`.
  return unescapeHtml(text).replaceAll(/_x([0-9A-F]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function without(xml: string, parts: Set<string>): string {
  let rest = xml;
  for (const part of parts) rest = rest.replaceAll(part, "");
  return rest;
}
