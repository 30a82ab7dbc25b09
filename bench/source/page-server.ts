import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { sampleSale } from "../sample-sales.ts";

// In a thread of its own: pages made before they are asked for, so that the source is not the limit.
const { rows, pageRows }: { readonly rows: number; readonly pageRows: number } = workerData;
const pages = Array.from({ length: rows / pageRows }, (_, page) =>
  Buffer.from(
    JSON.stringify({ data: Array.from({ length: pageRows }, (__, at) => sampleSale(page * pageRows + at + 1)) }),
  ),
);
const end = Buffer.from('{"data":[]}');
const server = createServer((request, response) => {
  const after = Number(new URL(request.url ?? "", "http://shop").searchParams.get("after_id") ?? 0);
  response.setHeader("content-type", "application/json");
  response.end(pages[after / pageRows] ?? end);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === "object" && address !== null ? address.port : 0);
});
