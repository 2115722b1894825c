import { html, raw } from "hono/html";
import { errorCodes } from "../contract/error.ts";

type Method = "get" | "post" | "patch" | "put" | "delete";
type Operation = { summary?: string | undefined; tags?: string[] | undefined };

/** What the page of documentation reads of an OpenAPI document. */
export interface Documented {
  paths?: Record<string, { [M in Method]?: Operation | undefined }> | undefined;
}

const methods: Method[] = ["get", "post", "patch", "put", "delete"];

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  td, th { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid #8884; }
  code { font: 0.9em ui-monospace, monospace; }
`;

/** The operations and the error codes as one plain page: no script, nothing loaded. */
export function docsPage(document: Documented) {
  const groups = new Map<string, { method: string; path: string; summary: string }[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const tag = operation.tags?.[0] ?? "other";
      const group = groups.get(tag) ?? [];
      group.push({ method: method.toUpperCase(), path, summary: operation.summary ?? "" });
      groups.set(tag, group);
    }
  }
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Parallax API</title>
<style>${raw(style)}</style></head>
<body>
<h1>Parallax API</h1>
<p>The whole description, for programs: <a href="/api/openapi.json"><code>/api/openapi.json</code></a> (OpenAPI 3.1).
Sign in by <code>Authorization: Bearer &lt;key&gt;</code> or by the page's session cookie.</p>
${[...groups].map(
  ([tag, operations]) => html`<h2 id="${tag}">${tag}</h2>
<table><thead><tr><th scope="col">call</th><th scope="col">does</th></tr></thead><tbody>
${operations.map(
  ({ method, path, summary }) =>
    html`<tr><td><code>${method} ${path}</code></td><td>${summary}</td></tr>
`,
)}</tbody></table>
`,
)}
<h2 id="errors">errors</h2>
<p>Every error is <code>application/problem+json</code> (RFC 9457) with one of these codes.</p>
<table><thead><tr><th scope="col">code</th><th scope="col">status</th><th scope="col">means</th></tr></thead><tbody>
${Object.entries(errorCodes).map(
  ([code, { status, title }]) =>
    html`<tr id="${code}"><td><code>${code}</code></td><td>${String(status)}</td><td>${title}</td></tr>
`,
)}</tbody></table>
</body></html>`;
}
