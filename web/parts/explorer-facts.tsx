import type { ClusterNode, ClustersReply } from "../../worker/contract/findings.ts";
import { count, plural, share } from "../format.ts";
import { usePlace } from "../place.ts";

/** What of the clusters does not show in a picture: why so many, what is hidden, what fits nowhere, who looked at names. */
export function ExplorerFacts({ reply, total }: { reply: ClustersReply; total: number }) {
  const { link } = usePlace();
  const { hidden, method, tried = [], outliers, k } = reply;
  const best = Math.max(...tried.map(({ silhouette }) => silhouette));
  return (
    <div class="stack small">
      {hidden.items > 0 && (
        <p>
          <b>Hidden:</b> {plural(hidden.items, "content")} ({share(hidden.items, total)}) in{" "}
          {plural(hidden.clusters, "cluster")}. {hidden.reason}
        </p>
      )}
      {outliers !== undefined && outliers.items > 0 && (
        <p>
          <b>Outliers:</b> {outliers.reason}{" "}
          {outliers.contentIds.slice(0, 5).map((id, place) => (
            <>
              {place > 0 && ", "}
              <a key={id} href={link({ peek: id })} aria-label={`Outlier ${place + 1}`}>
                #{place + 1}
              </a>
            </>
          ))}
        </p>
      )}
      <p class="quiet">{method}</p>
      {tried.length > 1 && (
        <details>
          <summary>Why {k === undefined ? "so many" : plural(k, "cluster")}</summary>
          <p class="quiet">
            Silhouette says how well clusters part, from −1 to 1. The fewest that do about as well as the best are
            taken.
          </p>
          <table class="table tried">
            <thead>
              <tr>
                <th class="number">Clusters tried</th>
                <th class="number">Silhouette</th>
              </tr>
            </thead>
            <tbody>
              {tried.map((one) => (
                <tr key={one.k}>
                  <td class="number">{count(one.k)}</td>
                  <td class="number">
                    {one.silhouette === best ? <b>{one.silhouette.toFixed(3)}</b> : one.silhouette.toFixed(3)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}

/** How well the name of a cluster keeps what is private, and who says so. */
export function NameAudit({ node }: { node: ClusterNode }) {
  const { audit } = node;
  if (!audit) return null;
  const by = audit.by.startsWith("local/") ? "by rules, not by a language model" : `by ${audit.by}`;
  return (
    <p class="small quiet">
      <span class={`badge ${audit.score <= 2 ? "error" : audit.score === 3 ? "warn" : "ok"}`}>
        Name looked at: {audit.score} of 5
      </span>{" "}
      for keeping what is private, {by}
      {audit.reason === "" ? "" : `: ${audit.reason}`}
      {audit.renamed && ". An earlier name could have pointed to a person and was taken away."}
    </p>
  );
}
