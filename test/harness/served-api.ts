import { startApi } from "../../api/start.ts";
import { deployment } from "../../assets/index.ts";
import { memoryObjectStore } from "../fakes/memory-object-store.ts";
import { recordedOperations } from "../fakes/recorded-operations.ts";
import { seedSales, testApi, type TestApi } from "./api.ts";

/** An API of made-up sales on a socket of loopback, where orders are noted only. */
export type ServedApi = Pick<TestApi, "key" | "database"> & {
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** Serve one; `patience` as of `startApi`, `over` replaces parts of what it is given. */
export async function servedApi(
  patience: Parameters<typeof startApi>[2] = {},
  over: Partial<Parameters<typeof startApi>[0]> = {},
): Promise<ServedApi> {
  const { database, key } = await testApi();
  await seedSales(database);
  const { url, stop } = await startApi(
    {
      deployed: deployment,
      database,
      clock: { now: () => new Date("2026-07-04T10:00:00.000Z") },
      aliasOf: (consumer, pid) => `${consumer.slice(0, 2)}-${pid.slice(-2)}`,
      events: { token: undefined, bucket: "", store: memoryObjectStore(), onObjects: async () => undefined },
      operations: recordedOperations(deployment).operations,
      temporalUi: undefined,
      report: (line) => console.error(line),
      ...over,
    },
    { host: "127.0.0.1", port: 0 },
    patience,
  );
  return {
    url,
    key,
    database,
    async stop() {
      await stop();
      await database.close();
    },
  };
}
