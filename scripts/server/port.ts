import { createServer } from "node:net";

/** The port itself if it is free at 127.0.0.1, any free one for 0, null if it is taken. */
export function freePort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (error) => {
      if ("code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES")) resolve(null);
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const found = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}

/** Waits a little for a port that a server ended just now may still hold. */
export async function waitForPort(port: number, patience: number): Promise<number | null> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await freePort(port);
    if (found !== null || Date.now() >= end) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
