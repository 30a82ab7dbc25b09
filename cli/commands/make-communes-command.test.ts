import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSourceReader } from "../../activities/adapters/http-source.ts";
import { communePopulations } from "../../assets/tables/commune-populations.ts";
import { communes } from "../../assets/tables/communes.ts";
import { deployment } from "../../assets/index.ts";
import { resolveSources, type Environment } from "../../config.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { passOf, recordsOf } from "../../test/harness/loopback.ts";
import { startSillage } from "../../test/harness/run-command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-communes-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the settings that it prints lead the declared tables to files that hold every commune", async () => {
  const target = join(folder, "of the park");
  const { code, stdout } = await startSillage(["make-communes", target, "--json"]).ended;
  expect(code).toBe(0);
  const settings: Environment = JSON.parse(stdout);
  const given = { ...settings, PONTON_URL: "https://vendor.example.test", PONTON_API_KEY: "none" };
  const reader = createSourceReader({
    sources: () => resolveSources(deployment.graph.spec.sources, given),
    clock: { now: () => new Date("2026-11-24T02:00:00.000Z") },
  });
  const recordsIn = ({ source, read }: TableSpec) => recordsOf(reader, { ...passOf(read.paging, { read }), source });
  const bourg = (await recordsIn(communes.spec)).find((one) => one["code_commune_INSEE"] === "01053");
  expect(bourg).toMatchObject({ code_postal: "01000", nom_region: "Auvergne-Rhône-Alpes" });
  const places = await recordsIn(communePopulations.spec);
  expect(places.find(({ code }) => code === "75120")).toMatchObject({ commune: "75056" });
  await reader.close();
});
