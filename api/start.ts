import { createServer as createHttpServer, type ServerOptions } from "node:http";
import { createServer } from "node:net";
import { serve } from "@hono/node-server";
import { createApp } from "./create-app.ts";
import type { ApiDeps } from "./deps.ts";

/** What a caller may take of a server that has not yet been shown a key. Milliseconds, bytes, counts. */
const bounds = { headersMs: 10_000, requestMs: 30_000, idleMs: 65_000, headerBytes: 16_384, headers: 100 };

/** Serve the API; a taken port gives way to any free one. `patience` shortens how long a slow request is waited for. */
export async function startApi(
  deps: ApiDeps,
  at: { readonly host: string; readonly port: number },
  patience: Pick<ServerOptions, "headersTimeout" | "requestTimeout" | "connectionsCheckingInterval"> = {},
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = (await isFree(at.host, at.port)) ? at.port : 0;
  const app = createApp(deps);
  const { promise, resolve } = Promise.withResolvers<number>();
  const serverOptions: ServerOptions = {
    headersTimeout: bounds.headersMs,
    requestTimeout: bounds.requestMs,
    keepAliveTimeout: bounds.idleMs,
    maxHeaderSize: bounds.headerBytes,
    connectionsCheckingInterval: 5_000,
    ...patience,
  };
  const server = serve(
    { fetch: app.fetch, hostname: at.host, port, createServer: createHttpServer, serverOptions },
    (address) => resolve(address.port),
  );
  if ("maxHeadersCount" in server) server.maxHeadersCount = bounds.headers;
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
