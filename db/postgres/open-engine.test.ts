import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEngine } from "./open-engine.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-engine-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a second engine begins with the cluster that the first one left fresh, and each has its own rows", async () => {
  const cache = join(folder, "cache");
  const first = await openEngine(join(folder, "first"), { kept: cache });
  await first.exec("create table kept (n int)");
  const images = await readdir(cache);
  const second = await openEngine(join(folder, "second"), { kept: cache });
  expect(images).toEqual([expect.stringMatching(/^pglite-\d+\.\d+\.\d+\.tar$/u)]);
  expect((await second.query("select to_regclass('kept') as there")).rows).toEqual([{ there: null }]);
  await second.exec("create table kept (n int); insert into kept values (2)");
  await Promise.all([first.close(), second.close()]);
  const again = await openEngine(join(folder, "second"), { kept: cache });
  expect((await again.query("select n from kept")).rows).toEqual([{ n: 2 }]);
  await again.close();
});

test("an engine opens where nothing can be kept", async () => {
  const cache = join(folder, "a-file");
  await writeFile(cache, "");
  const engine = await openEngine(undefined, { kept: cache });
  expect((await engine.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await engine.close();
});
