import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openDatabase } from "../../db/open-database.ts";
import { deployment } from "../../assets/index.ts";
import { createProgram } from "../program.ts";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-keys-"));
  const database = await openDatabase({ directory: join(dataDir, "database") }, deployment);
  await database.migrate();
  await database.close();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** What `sillage keys …` answers, read as JSON. */
async function keys(...args: readonly string[]): Promise<unknown> {
  let said = "";
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    await (await createProgram()).parseAsync(["keys", ...args, "--json", "--data-dir", dataDir], { from: "user" });
  } finally {
    out.mockRestore();
  }
  return JSON.parse(said);
}
const create = async (...args: readonly string[]): Promise<string> =>
  idOf(await keys("create", "--label", "dashboards", ...args));
const idOf = (made: unknown): string => String(typeof made === "object" && made !== null && "id" in made && made.id);

test("a key that was rotated ends after its grace, and the one that takes over is like it", async () => {
  const old = await create("--individual", "--cidr", "192.0.2.0/24");
  const next = idOf(await keys("rotate", old, "--grace", "0"));
  expect(next).not.toBe(old);
  const alike = { label: "dashboards", scopes: ["kpi:read", "kpi:individual"], cidrs: ["192.0.2.0/24"], consumer: old };
  expect(await keys("list")).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...alike, id: old }),
      expect.objectContaining({ ...alike, id: next }),
    ]),
  );
  await expect(keys("rotate", old)).rejects.toMatchObject({
    code: "key.ended",
    message: expect.stringMatching(
      new RegExp(`^The key ${old} ended at \\S+Z\\. Make a new one with \`sillage keys create\`\\.$`),
    ),
  });
});

test("a key is ended at once, and no list shows a key itself", async () => {
  const id = await create();
  expect(await keys("end", id)).toEqual({ id, endedAt: expect.any(String) });
  await expect(keys("rotate", id)).rejects.toMatchObject({ code: "key.ended" });
  expect(JSON.stringify(await keys("list"))).not.toMatch(/sil_|sha256/);
});

test.each(["rotate", "end"])("a key that is not there is none to %s", async (change) => {
  await expect(keys(change, "0123456789ab")).rejects.toMatchObject({
    code: "key.unknown",
    message: 'There is no key "0123456789ab". `sillage keys list` names them.',
  });
});

test("a scope that there is not and a network without its bits are refused", async () => {
  await expect(keys("create", "--label", "x", "--scope", "everything")).rejects.toMatchObject({
    code: "usage.scope",
    message: expect.stringMatching(/^--scope is everything\. Choose among kpi:read, /),
  });
  await expect(keys("create", "--label", "x", "--cidr", "192.0.2.0")).rejects.toMatchObject({
    code: "usage.cidr",
    message: "--cidr is 192.0.2.0. Give a network with its bits, for instance 192.0.2.0/24 or 2001:db8::/32.",
  });
});
