import path from "node:path";
import { parseArgs } from "node:util";
import { idSchema } from "../../worker/contract/id.ts";
import { parsePort, UsageError } from "../server/options.ts";

/** What an analysis that is there already can be told. */
export const jobVerbs = ["resume", "follow", "retry-failed", "pause", "cancel"] as const;
export type JobVerb = (typeof jobVerbs)[number];

export interface AnalyzeOptions {
  files: string[];
  template: string | undefined;
  models: string[];
  json: boolean;
  out: string | undefined;
  /** Dollars that an analysis may spend. */
  maxCost: number | undefined;
  /** An analysis that is there already, instead of files. */
  job: { verb: JobVerb; id: string } | null;
  /** Undefined: 8787, or a free one where that is taken. */
  port: number | undefined;
  state: string;
  help: boolean;
}

/** What --out can write, named by the ending of its file. */
const outFormats = ["jsonl", "csv", "md", "html"];

export const analyzeUsage = `Usage: npm run analyze -- FILE… [options]
       npm run analyze -- --resume ID [options]

Imports files, analyses them and prints what is in them. Uses the running server, or starts one for as long as it takes.

  --template ID   what to ask of each content (default: the project's, else the general one)
  --model P/M     which model reads them; may be given many times (default local/lexical, built in)
  --max-cost N    dollars that it may spend; pauses before more would be spent
  --resume ID     go on with an analysis that is there, resuming it if it is paused (--max-cost raises its budget)
  --follow ID     watch it only
  --retry-failed ID   ask again for the contents that have no good answer
  --pause ID, --cancel ID   no new calls start; what was found stays
  --json          print one JSON document and nothing else
  --out FILE      write all results (.jsonl, .csv) or a report (.md, .html)
  --port N        where a server that has to be started listens
  --state DIR     the state to use (default .wrangler/state)
  --help          this text

Ctrl-C leaves the analysis to itself and says how to come back to it; a second one ends this command at once.

Exit code: 0 every content has a result (with --pause and --cancel: done), 1 something failed or stands still, 2 the
command line cannot be understood.`;

export function parseAnalyzeOptions(args: string[]): AnalyzeOptions {
  const { values, positionals } = parse(args);
  const models = values.model ?? [];
  for (const model of models) {
    if (model !== "auto" && !/^[^/\s]+\/\S+$/.test(model)) {
      throw new UsageError(`--model takes provider/model or auto, not "${model}"`);
    }
  }
  const { out } = values;
  if (out !== undefined && !outFormats.includes(path.extname(out).slice(1).toLowerCase())) {
    throw new UsageError(`--out takes a file that ends in .jsonl, .csv, .md or .html, not "${out}"`);
  }
  const help = values.help ?? false;
  const job = jobOf(values, positionals);
  if (positionals.length === 0 && job === null && !help) throw new UsageError("Which file?");
  return {
    files: positionals,
    template: values.template,
    models: models.length > 0 ? [...new Set(models)] : ["local/lexical"],
    json: values.json ?? false,
    out,
    maxCost: values["max-cost"] === undefined ? undefined : parseCost(values["max-cost"]),
    job,
    port: values.port === undefined ? undefined : parsePort(values.port),
    state: values.state ?? ".wrangler/state",
    help,
  };
}

function jobOf(values: Partial<Record<JobVerb, string>>, files: string[]): AnalyzeOptions["job"] {
  const told = jobVerbs.flatMap((verb) => {
    const id = values[verb];
    return id === undefined ? [] : [{ verb, id }];
  });
  const [job, another] = told;
  if (!job) return null;
  if (another) throw new UsageError(`--${job.verb} and --${another.verb}: one of them, please`);
  if (files.length > 0) throw new UsageError(`--${job.verb} takes up an analysis that is there: no files beside it`);
  if (!idSchema("analysis").safeParse(job.id).success) throw new UsageError(`--${job.verb} takes an id like an_…`);
  return job;
}

function parseCost(text: string): number {
  const usd = Number(text.replace(/^\$/, ""));
  if (text.trim() !== "" && Number.isFinite(usd) && usd > 0) return usd;
  throw new UsageError(`--max-cost takes dollars, e.g. 2.50, not "${text}"`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        template: { type: "string" },
        model: { type: "string", multiple: true },
        json: { type: "boolean" },
        out: { type: "string" },
        "max-cost": { type: "string" },
        resume: { type: "string" },
        follow: { type: "string" },
        "retry-failed": { type: "string" },
        pause: { type: "string" },
        cancel: { type: "string" },
        port: { type: "string" },
        state: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
