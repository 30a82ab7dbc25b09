import { Worker } from "node:worker_threads";
import { request } from "undici";
import { createSourceReader } from "../../activities/adapters/http-source.ts";
import { resolveSources } from "../../config.ts";
import { deployment } from "../deployment/index.ts";

/** A made-up API with ready pages, and the product's reader on it. */
export async function startSource(rows: number, pageRows: number) {
  const thread = new Worker(new URL("page-server.ts", import.meta.url), { workerData: { rows, pageRows } });
  const port = await new Promise<number>((resolve) => thread.once("message", resolve));
  const baseUrl = `http://127.0.0.1:${port}`;
  const reader = createSourceReader({
    sources: () => resolveSources(deployment.graph.spec.sources, { BENCH_URL: baseUrl, BENCH_KEY: "bench" }),
    clock: { now: () => new Date() },
  });
  return {
    reader,
    /** Ask for every page, and throw the bytes away; tells how many came. */
    drain: async (): Promise<number> => {
      let bytes = 0;
      for (let after = 0; after <= rows; after += pageRows) {
        const { body } = await request(`${baseUrl}/sales?after_id=${after}`);
        for await (const chunk of body) bytes += Buffer.byteLength(chunk);
      }
      return bytes;
    },
    async close(): Promise<void> {
      await reader.close();
      await thread.terminate();
    },
  };
}
