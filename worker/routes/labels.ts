import { createRoute } from "@hono/zod-openapi";
import { editByHand, undoByHand } from "../analysis/labels/edited-labels.ts";
import { changesSince } from "../analysis/labels/label-changes.ts";
import { ParallaxError } from "../contract/error.ts";
import { type LabelEdit, type LabelsPatch, labelsPatchSchema, labelsReplySchema } from "../contract/labels.ts";
import { current, living } from "./current-analysis.ts";
import { commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

/** Labels changed by hand. */
export const labelRoutes = newRoutes();

labelRoutes.openapi(
  createRoute({
    method: "patch",
    path: "/analyses/{id}/labels",
    tags: ["findings"],
    summary: "Rename, merge or split labels by hand, or take that back; results and counts follow at once",
    description:
      "One change a request: `rename`, `merge`, `split` or `undo`. Made twice it is made once. Changes stay with the project " +
      "when results expire, and analyses that are based on this one begin with them. Insights that rest on counts are counted " +
      "again; what was said in words that are gone is left out of them. Names of clusters stay as they are.",
    request: { params: idParam("analysis"), body: jsonBody(labelsPatchSchema) },
    responses: {
      200: json(labelsReplySchema, "The labels as they are now, with all changes by hand."),
      ...commonProblems,
      409: problem("wrong_state"),
      410: problem("expired"),
    },
  }),
  async (c) => {
    const { id, status, options } = await current(c, c.req.valid("param").id);
    if (living.includes(status)) {
      throw new ParallaxError(
        "wrong_state",
        "The models are still at the labels. Change them when the analysis has ended, or cancel it first.",
      );
    }
    const patch = c.req.valid("json");
    const now = Date.now();
    const { userId } = c.get("owner");
    const after =
      "undo" in patch
        ? await undoByHand(c.env.DB, id, patch.undo, now)
        : await editByHand(c.env.DB, id, patch.facet, editOf(patch), userId, now);
    return c.json({ ...after, changes: changesSince(after, options) }, 200);
  },
);

function editOf(patch: Exclude<LabelsPatch, { undo: unknown }>): LabelEdit {
  if ("rename" in patch) return { rename: patch.rename };
  return "merge" in patch ? { merge: patch.merge } : { split: patch.split };
}
