import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { openKeys } from "../worker/keys.ts";

/** Every change that a rotation makes, in its order: each is the last thing that a process does before it is killed. */
const changes = [
  "createEpochKey",
  "saveRootKey",
  "beginEpoch",
  "moveSubjects",
  "destroyEpochKey",
  "dropRootKey",
  "endEpoch",
] as const;

const people = sampleTable("people");
const places = new Map([["places", () => ({ code: null })]]);
const records = Array.from({ length: 40 }, (_, at) => ({
  id: at + 1,
  last_name: `Exemple-${at + 1}`,
  email: `personne${at + 1}@example.test`,
  points: 1,
  updated_at: "2026-11-24T02:00:00Z",
}));

/** Run the rotating process; what ended it. */
async function rotating(folder: string, ...last: readonly string[]): Promise<string> {
  const script = fileURLToPath(new URL("../test/harness/rotating-process.ts", import.meta.url));
  const child = spawn(process.execPath, [script, folder, ...last], { stdio: ["ignore", "ignore", "inherit"] });
  const [code, signal] = await once(child, "exit");
  return signal ?? `exit ${code}`;
}

test("a process killed after any change of a rotation is followed by one that ends it, and everybody still opens", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sillage-killed-"));
  const opened = () => openKeys(parseConfig({}), folder, { report: () => undefined });
  const before = await opened();
  const { rows } = await before.sealer.sealPage(people, records, places);
  await before.close();
  for (const change of changes) expect([change, await rotating(folder, change)]).toEqual([change, "SIGKILL"]);
  expect(await rotating(folder)).toBe("exit 0");
  const after = await opened();
  const names = await Promise.all(rows.map((row) => after.opener.openValue(people, row, "lastName")));
  expect(names).toEqual(records.map((record) => record.last_name));
  const epochs = await after.identity.epochs();
  expect(epochs.slice(0, -1).map(({ state }) => state)).toEqual(epochs.slice(1).map(() => "destroyed"));
  expect(epochs.at(-1)?.state).toBe("active");
  expect(epochs.length).toBeGreaterThan(5);
  await after.close();
  await rm(folder, { recursive: true, force: true });
}, 600_000);
