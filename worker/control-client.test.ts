import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { controlClient, remoteDatabase } from "./control-client.ts";
import { sentRows } from "./sent-rows.ts";
import { startControl, type ControlCalls } from "./control-server.ts";

let dataDir: string;
let stop: () => Promise<void>;
const asked: unknown[][] = [];
const calls: ControlCalls = {
  describe: async () => "a runtime",
  quarantined: async (...args) => (asked.push(args), []),
  read: async () =>
    sentRows.pack([
      { day: "2026-11-01", at: null },
      { day: "2026-11-02", at: new Date("2026-11-02T03:00:00.001Z") },
    ]),
  refuse: async () => {
    throw new SillageError({ code: "a.b", message: "It is full.", fix: "Empty it.", retryable: true });
  },
  crash: async () => {
    throw new TypeError("row of Alice");
  },
};
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-control-"));
  ({ stop } = await startControl(dataDir, calls));
});
afterEach(async () => {
  await stop();
  await rm(dataDir, { recursive: true, force: true });
});

const callOf = async () => (await controlClient(dataDir)) ?? Promise.reject(new Error("no runtime answers"));

test("what the runtime refuses is refused here with the same code, and what to do about it once", async () => {
  const call = await callOf();
  await expect(call("refuse")).rejects.toMatchObject({
    code: "a.b",
    message: "It is full. Empty it.",
    fix: "Empty it.",
    retryable: true,
  });
});

test("what the runtime did not foresee crosses without its text", async () => {
  const call = await callOf();
  await expect(call("crash")).rejects.toMatchObject({
    code: "unexpected",
    message: "The runtime failed. See the logs in the data directory.",
  });
});

test("an argument that is left out is left out over there too", async () => {
  const database = remoteDatabase(await callOf());
  asked.length = 0;
  await database.quarantined();
  await database.quarantined("clients");
  expect(asked).toEqual([[], ["clients"]]);
});

test("instants of a declared statement come as the Dates that they are over there", async () => {
  const database = remoteDatabase(await callOf());
  const rendered = { text: "", params: [] };
  expect(await database.read({ postgres: rendered, mssql: rendered })).toEqual([
    { day: "2026-11-01", at: null },
    { day: "2026-11-02", at: new Date("2026-11-02T03:00:00.001Z") },
  ]);
});

test("a runtime that ended is no caller, and a call on its way says that it ended", async () => {
  const call = await callOf();
  await stop();
  expect(await controlClient(dataDir)).toBeUndefined();
  await expect(call("describe")).rejects.toMatchObject({
    code: "control.absent",
    message: `No stack runs on ${dataDir}. Start it with \`npm run sillage -- dev --data-dir ${dataDir}\`.`,
  });
});
