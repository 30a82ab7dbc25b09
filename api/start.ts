import { createServer } from "node:net";
import { serve } from "@hono/node-server";
import { createApp } from "./create-app.ts";
import type { ApiDeps } from "./deps.ts";

/** Serve the API; a taken port gives way to any free one. */
export async function startApi(
  deps: ApiDeps,
  at: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = (await isFree(at.host, at.port)) ? at.port : 0;
  const app = createApp(deps);
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = serve({ fetch: app.fetch, hostname: at.host, port }, (address) => resolve(address.port));
  return {
    url: `http://${at.host}:${await promise}`,
    async stop() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function isFree(host: string, port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
