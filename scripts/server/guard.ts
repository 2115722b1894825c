import { markerName, processesOf, signal } from "./processes.ts";

/*
 * Loaded into wrangler before its own code. When the start script is killed alone (kill -9 of one process), nobody is
 * left to end wrangler and workerd: this notices that the parent is gone and ends them.
 */
const parent = process.ppid;
const mark = process.env[markerName] ?? "";

const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => {
    for (const one of processesOf(mark)) signal(one.pid, "SIGKILL");
    process.exit(1);
  }, 4000);
}, 500);
watch.unref();
