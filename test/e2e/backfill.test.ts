import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awaitBackfill, startBackfill } from "../../cli/backfill/start-backfill.ts";
import type { BackfillInput } from "../../workflows/contracts/backfills.ts";
import { noTemporal } from "../harness/temporal.ts";
import { testDemo, type TestDemo } from "../harness/demo.ts";

const dayMs = 86_400_000;

describe.skipIf(noTemporal !== undefined)("a backfill on real servers", () => {
  let night: TestDemo;
  beforeAll(async () => {
    night = await testDemo();
    await night.run("initial");
  });
  afterAll(() => night.stop());

  const input = (selection: string, change: Partial<BackfillInput> = {}): BackfillInput => ({
    request: { selection, from: "2023-01-01", to: null, windowMs: 90 * dayMs },
    concurrency: 4,
    queue: false,
    retry: false,
    ingestion: night.demo.ingestion,
    ...change,
  });

  test("reads bookings window by window and orders at once, then rebuilds the mart's days", async () => {
    const id = await startBackfill(night.demo.client, input("bookings or orders"));
    const result = await awaitBackfill(night.demo.client, id);
    console.log(JSON.stringify(result));
    expect(result.state).toBe("done");
    expect(await night.unequal()).toEqual([]);
  });
});
