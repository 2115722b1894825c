import { parseArgs } from "node:util";

/** Thrown where the command line cannot be understood; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface StartOptions {
  port: number;
  state: string;
  sample: boolean;
  open: boolean;
  help: boolean;
}

export const startUsage = `Usage: npm start -- [options]

Builds the page, brings the local database up to date and runs Parallax on this machine.

  --port N       where it listens at 127.0.0.1 (default 8787; 0 takes a free one)
  --state DIR    where everything is stored (default .wrangler/state)
  --no-sample    do not import the sample into an empty database
  --no-open      do not open the browser
  --help         this text`;

export function parseStartOptions(args: string[]): StartOptions {
  const values = parse(args);
  return {
    port: parsePort(values.port ?? "8787"),
    state: values.state ?? ".wrangler/state",
    sample: !values["no-sample"],
    open: !values["no-open"],
    help: values.help ?? false,
  };
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UsageError(`--port takes a number up to 65535, not "${text}"`);
  return port;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string" },
        state: { type: "string" },
        "no-sample": { type: "boolean" },
        "no-open": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
