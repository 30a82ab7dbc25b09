import { createServer } from "node:http";

/** Node's own HTTP server, which answers 304 and nothing else: what any API on it can reach at most. */
const server = createServer((_, response) => response.writeHead(304).end());
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(`http://127.0.0.1:${address.port}`);
});
