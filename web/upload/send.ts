import type { ImportReport } from "../../worker/contract/content.ts";
import { address } from "../api.ts";
import { ApiError, readProblem } from "../problem.ts";
import { signedOut } from "../session.ts";
import type { Mapping } from "./preview.ts";

/**
 * Sends one body to be imported. XMLHttpRequest, since fetch tells nothing while it sends.
 * @param progress bytes of this body sent so far
 * @param mapping which column of a table holds what, where somebody said it
 * @throws ApiError
 */
export function send(
  datasetId: string,
  filename: string,
  body: Blob,
  progress: (sent: number) => void,
  signal?: AbortSignal,
  mapping?: Mapping | null,
): Promise<ImportReport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const path = `/datasets/${encodeURIComponent(datasetId)}/import`;
    request.open(
      "POST",
      address(path, { format: "auto", filename, mapping: mapping ? JSON.stringify(mapping) : undefined }),
    );
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        try {
          resolve(JSON.parse(request.responseText) as ImportReport);
        } catch {
          reject(readProblem(502, "", () => null));
        }
        return;
      }
      if (request.status === 401) signedOut.value = true;
      reject(readProblem(request.status, request.responseText, (name) => request.getResponseHeader(name)));
    };
    request.onerror = () => reject(readProblem(0, "", () => null));
    request.onabort = () => reject(new ApiError(0, "stopped", "Stopped. What was sent before stays imported."));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
