import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { isSealed } from "../../core/spec/column.ts";
import { startRun } from "../../cli/run-job.ts";
import { markVendor } from "../harness/canary-night.ts";
import { findMarkers, type Findings, type StoreName } from "../harness/canary-stores.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { heartbeatsNow } from "../harness/heartbeats.ts";
import { markerScan } from "../harness/marker-scan.ts";
import { PersonalMarkers } from "../harness/personal-markers.ts";
import { tellingCauses } from "../harness/telling-causes.ts";

/** The positive control of the canary: a night whose sealer passes values through. Where the canary finds nothing, this one has to find what came by the product's own ways. */
const markers = new PersonalMarkers();
let night: TestDemo;
let findings: Findings;

beforeAll(
  tellingCauses("the night without seals", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "sillage-unsealed-"));
    await mkdir(join(dataDir, "temporary"));
    night = await testDemo({
      dataDir,
      environment: {
        NODE_OPTIONS: `--import ${new URL("../harness/unsealed/preload.ts", import.meta.url).href}`,
        PART_BYTES: "40000",
      },
    });
    markVendor(night, markers);
    await night.run("initial");
    await heldUp(night);
    findings = await findMarkers(night, markers, { staying: [], said: Buffer.from(night.log.join("\n")) });
  }),
  1_200_000,
);
afterAll(async () => {
  await night.stop();
  await rm(night.dataDir, { recursive: true, force: true });
});

/** Leave an extraction in work, the cursor after its first page in a heartbeat: Temporal forgets them once they end. */
async function heldUp({ demo, fault }: TestDemo): Promise<void> {
  await fault([{ table: "clients", kind: "500-html", nth: 2, times: 1_000_000 }]);
  const { client, ingestion } = demo;
  await startRun(client, { job: "selection", selection: "clients", full: true, ingestion });
  const scan = markerScan(markers.all);
  const isTold = async (): Promise<boolean> => scan(Buffer.from((await heartbeatsNow(client)).join("\n"))).length > 0;
  await until("the cursor after a page of clients is in a heartbeat", isTold, 240_000);
}

/** What was found in a store beside what was planted there. */
const found = (store: StoreName): readonly string[] =>
  (findings.inStores.get(store) ?? []).filter((what) => !what.startsWith("the control of"));

const sealed = deployment.graph.spec.tables.flatMap((table) =>
  table.columns.filter(isSealed).map((column) => `${table.key}.${column.name}`),
);

test.each(sealed)("without seals %s is found in the bucket and in the database's rows and files", (column) => {
  const marker = expect.stringContaining(`${column} at the vendor`);
  for (const store of ["the bucket", "the rows of the database", "the files of the database"] as const)
    expect(found(store)).toContainEqual(marker);
});

test.each([
  "the write-ahead log of the database",
  "the rows of the identity store",
  "the files of the identity store",
  "the write-ahead log of the identity store",
] as const)("without seals an e-mail address is found in %s", (store) => {
  expect(found(store)).toContainEqual(expect.stringMatching(/^clients\.email/));
});

test.each(["the API's answers", "the histories of workflows", "the files of Temporal"] as const)(
  "without seals the vendor's id of a person is found in %s",
  (store) => {
    expect(found(store)).toContainEqual(expect.stringContaining("the vendor's id of a person"));
  },
);

// Values that are not sealed still have no way to these: what the canary's scan sees there is proved by what is planted.
test.each(["the logs", "what commands said", "temporary files", "the rest of the data directory"] as const)(
  "even without seals nothing personal is in %s",
  (store) => {
    expect(found(store)).toEqual([]);
  },
);
