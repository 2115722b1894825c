import type { MiddlewareHandler } from "hono";
import { checkRole, isPublic, onlyReads } from "./accounts/access.ts";
import { identify } from "./accounts/identify.ts";
import { checkSameOrigin, checkSocketOrigin } from "./accounts/same-origin.ts";
import { readSettings } from "./accounts/settings.ts";
import { ParallaxError } from "./contract/error.ts";
import { accountRoutes } from "./routes/account.ts";
import { analysisRoutes } from "./routes/analyses.ts";
import { analysisVerbRoutes } from "./routes/analysis-verbs.ts";
import { answerError } from "./routes/answer-error.ts";
import { callRoutes } from "./routes/calls.ts";
import { classifyRoutes } from "./routes/classify.ts";
import { contentRoutes } from "./routes/contents.ts";
import { datasetRoutes } from "./routes/datasets.ts";
import { docsPage } from "./routes/docs.ts";
import { exportRoutes } from "./routes/exports.ts";
import { findingRoutes } from "./routes/findings.ts";
import { healthRoutes } from "./routes/health.ts";
import { labelRoutes } from "./routes/labels.ts";
import { dropRest, limitBody } from "./routes/limit-body.ts";
import { mendNullable } from "./routes/mend-nullable.ts";
import { modelRoutes } from "./routes/models.ts";
import { type AppEnv, newRoutes } from "./routes/new-routes.ts";
import { projectRoutes } from "./routes/projects.ts";
import { providerRoutes } from "./routes/providers.ts";
import { qualityRoutes } from "./routes/quality.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { templateTrialRoutes } from "./routes/template-trials.ts";
import { templateRoutes } from "./routes/templates.ts";
import { whyRoutes } from "./routes/why.ts";

/** Everything that answers under `/api`. A trailing slash is the same address. */
export const app = newRoutes();

app.onError(answerError);
app.notFound((c) => answerError(new ParallaxError("not_found", "There is no such address or method."), c));

const nothingAtAll = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** On every answer, errors included; a handler that set one of them itself knows better. */
const secure: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.set("requestId", c.req.header("cf-ray") ?? crypto.randomUUID());
  await next();
  // The answer to a WebSocket is not ours to copy: a copy would have lost its socket.
  if (c.res.status === 101) return;
  const headers: Record<string, string> = {
    "cache-control": "no-store",
    "content-security-policy": nothingAtAll,
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-request-id": c.get("requestId"),
  };
  if (c.req.url.startsWith("https:")) headers["strict-transport-security"] = "max-age=31536000";
  for (const [name, value] of Object.entries(headers)) if (!c.res.headers.has(name)) c.header(name, value);
};

/** Default deny: who asks, may they, and does the request come from where it should. */
const guard: MiddlewareHandler<AppEnv> = async (c, next) => {
  const settings = readSettings(c.env);
  const { method, path } = c.req;
  if (isPublic(path)) {
    if (!onlyReads(method)) checkSameOrigin(c.req.raw, settings.origins);
    return next();
  }
  const asker = await identify(c.req.raw, c.env, settings, Date.now());
  if (!asker) {
    throw new ParallaxError("not_signed_in", "Send `Authorization: Bearer <key>`, or sign in on the page.");
  }
  if (c.req.header("upgrade") !== undefined) checkSocketOrigin(c.req.raw, settings.origins, asker.by);
  else if (asker.by === "session" && !onlyReads(method)) checkSameOrigin(c.req.raw, settings.origins);
  checkRole(asker.owner, method, path);
  c.set("owner", asker.owner);
  await next();
  if (c.res.status === 101) return;
  for (const cookie of asker.cookies) c.header("set-cookie", cookie, { append: true });
};

app.use(secure);
app.use(dropRest);
app.use(guard);
app.use(limitBody);

app.route("/api", healthRoutes);
app.route("/api", signInRoutes);
app.route("/api", accountRoutes);
app.route("/api", projectRoutes);
app.route("/api", datasetRoutes);
app.route("/api", qualityRoutes);
app.route("/api", contentRoutes);
app.route("/api", templateTrialRoutes);
app.route("/api", templateRoutes);
app.route("/api", analysisRoutes);
app.route("/api", analysisVerbRoutes);
app.route("/api", modelRoutes);
app.route("/api", providerRoutes);
app.route("/api", findingRoutes);
app.route("/api", labelRoutes);
app.route("/api", classifyRoutes);
app.route("/api", whyRoutes);
app.route("/api", callRoutes);
app.route("/api", exportRoutes);

app.openAPIRegistry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
app.openAPIRegistry.registerComponent("securitySchemes", "session", {
  type: "apiKey",
  in: "cookie",
  name: "parallax.session_token",
});

/** The OpenAPI document, from the very schemas that check the requests. */
function describe() {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Parallax",
      version: "1",
      description: "Reads thousands of conversations with many language models at once and says what is in them.",
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }, { session: [] }],
  });
}

/** Written once an isolate: it holds nothing of anybody. */
let description: string | undefined;

app.get("/api/openapi.json", (c) => {
  description ??= JSON.stringify(mendNullable(describe()));
  return c.body(description, 200, { "content-type": "application/json" });
});
app.get("/api/docs", (c) => {
  c.header("content-security-policy", `${nothingAtAll}; style-src 'unsafe-inline'`);
  return c.html(docsPage(describe()));
});
