import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import { openAlias } from "./alias.ts";
import { openKeys } from "./keys.ts";

const waiting = { report: () => undefined };
const given = Buffer.alloc(32, 7).toString("base64");
const directory = () => mkdtemp(join(tmpdir(), "sillage-alias-"));

test("with an alias key of the settings neither identity store nor key directory is opened", async () => {
  const dataDir = await directory();
  const alias = await openAlias(parseConfig({ ALIAS_KEY: given }), dataDir, waiting);
  expect(alias.aliasOf("dashboards", "p")).toMatch(/^[a-z2-7]{10}$/);
  expect([existsSync(join(dataDir, "keys")), existsSync(join(dataDir, "identity"))]).toEqual([false, false]);
});

test("processes with the same alias key give a person the same alias, whatever else they hold", async () => {
  const config = parseConfig({ ALIAS_KEY: given });
  const [alias, keys] = [
    await openAlias(config, await directory(), waiting),
    await openKeys(config, await directory(), waiting),
  ];
  await keys.close();
  expect(keys.aliasOf("dashboards", "p")).toBe(alias.aliasOf("dashboards", "p"));
});

test("without one the identity store's own is taken, and the store is closed again", async () => {
  const dataDir = await directory();
  const alias = await openAlias(parseConfig({}), dataDir, waiting);
  const keys = await openKeys(parseConfig({}), dataDir, waiting);
  await keys.close();
  expect(alias.aliasOf("dashboards", "p")).toBe(keys.aliasOf("dashboards", "p"));
});

test("an alias key that is none is refused without being shown", () => {
  expect(() => parseConfig({ ALIAS_KEY: "short" })).toThrow(/ALIAS_KEY: (?!.*short)/);
});
