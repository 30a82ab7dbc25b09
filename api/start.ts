import { once } from "node:events";
import { createServer, type ServerOptions } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./create-app.ts";
import type { ApiDeps } from "./deps.ts";
import { lookingAhead } from "./looking-ahead.ts";
import { Unchanged } from "./unchanged.ts";
import { refuseUnreadable } from "./unreadable.ts";

/** What a caller may take of a server that has not yet been shown a key. Milliseconds, bytes, counts. */
const bounds = { headersMs: 10_000, requestMs: 30_000, idleMs: 65_000, headerBytes: 16_384, headers: 100 };

/** Serve the API; a taken port gives way to any free one. `patience` shortens how long a slow request is waited for. */
export async function startApi(
  deps: ApiDeps,
  at: { readonly host: string; readonly port: number },
  patience: Pick<ServerOptions, "headersTimeout" | "requestTimeout" | "connectionsCheckingInterval"> = {},
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = (await isFree(at.host, at.port)) ? at.port : 0;
  const unchanged = new Unchanged(deps.memory?.stateMs ?? 0);
  const pages = deps.pages?.(deps);
  const app = createApp({ ...deps, ...(pages && { pages: () => pages }) }, unchanged);
  const serverOptions: ServerOptions = {
    headersTimeout: bounds.headersMs,
    requestTimeout: bounds.requestMs,
    keepAliveTimeout: bounds.idleMs,
    maxHeaderSize: bounds.headerBytes,
    connectionsCheckingInterval: 5_000,
    ...patience,
  };
  const listener = getRequestListener(app.fetch, { hostname: at.host });
  const server = createServer(serverOptions, (request, response) => {
    if (!unchanged.answer(request, response)) void listener(request, response);
  });
  server.maxHeadersCount = bounds.headers;
  refuseUnreadable(server);
  server.listen(port, at.host);
  await once(server, "listening");
  const ahead = pages && lookingAhead(pages.ahead, deps);
  const address = server.address();
  return {
    url: `http://${at.host}:${typeof address === "object" && address !== null ? address.port : port}`,
    async stop() {
      ahead?.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function isFree(host: string, port: number): Promise<boolean> {
  const probe = createTcpServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
