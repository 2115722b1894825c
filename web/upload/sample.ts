import { api } from "../api.ts";
import { ApiError } from "../problem.ts";
import { send } from "./send.ts";

/** Imports the sample that comes with the app. @returns the id of its new dataset */
export async function loadSample(say: (step: string) => void): Promise<string> {
  say("Fetching the sample…");
  const response = await fetch("/sample.jsonl");
  const kind = response.headers.get("content-type") ?? "";
  if (!response.ok || kind.includes("text/html")) {
    throw new ApiError(response.status, "no_sample", "This installation comes without a sample.");
  }
  const file = await response.blob();
  say("Creating the project…");
  const project = await api.createProject({
    name: "Sample",
    description: "The conversations that come with Parallax.",
  });
  const dataset = await api.createDataset(project.id, { name: "Sample conversations" });
  say("Importing…");
  await send(dataset.id, "sample.jsonl", file, () => undefined);
  return dataset.id;
}
