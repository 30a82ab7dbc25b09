import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { isSealed } from "../../core/spec/column.ts";
import { startRun } from "../../cli/run-job.ts";
import { markVendor } from "../harness/canary-night.ts";
import { findMarkers, type Findings, type StoreName } from "../harness/canary-stores.ts";
import { freePort } from "../../dev/stack/ports.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { heartbeatsNow } from "../harness/heartbeats.ts";
import { markerScan } from "../harness/marker-scan.ts";
import { PersonalMarkers } from "../harness/personal-markers.ts";
import { startSillage } from "../harness/run-command.ts";
import { sessionKey } from "../harness/signed-in.ts";
import { tellingCauses } from "../harness/telling-causes.ts";

/** The positive control of the canary: a night whose sealer passes values through. Where the canary finds nothing, this one has to find what came by the product's own ways. */
const markers = new PersonalMarkers();
const fieldLike = "Canari_sans_sceau";
let night: TestDemo;
let findings: Findings;
let metrics: Uint8Array;

beforeAll(
  tellingCauses("the night without seals", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "sillage-unsealed-"));
    const temporary = join(dataDir, "temporary");
    const metricsPort = await freePort(0);
    await mkdir(temporary);
    night = await testDemo({
      dataDir,
      environment: {
        NODE_OPTIONS: `--import ${new URL("../harness/unsealed/preload.ts", import.meta.url).href}`,
        PART_BYTES: "40000",
        METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
        TMPDIR: temporary,
        SESSION_KEY: sessionKey.toString("base64"),
      },
    });
    markVendor(night, markers);
    renameClients(night);
    await night.run("initial");
    await heldUp(night);
    metrics = Buffer.from(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).arrayBuffer());
    const { stdout, stderr } = await startSillage(["pii", "doctor", "--data-dir", dataDir]).ended;
    findings = await findMarkers(night, markers, {
      staying: [],
      said: Buffer.from([...night.log, stdout, stderr].join("\n")),
    });
  }),
  1_200_000,
);
afterAll(async () => {
  await night.stop();
  await rm(night.dataDir, { recursive: true, force: true });
});

/** Let every client but the marked ones have a surname that could be the name of a field: others are counted where such names are told. */
function renameClients({ demo }: TestDemo): void {
  const shelf = demo.ponton.world.shelf("clients");
  for (const client of shelf.sorted().slice(3)) shelf.put({ ...client, last_name: fieldLike });
  markers.known(fieldLike, "a surname that could be the name of a field");
}

/** Leave an extraction in work, the cursor after its first page in a heartbeat: Temporal forgets them once they end. */
async function heldUp({ demo, fault }: TestDemo): Promise<void> {
  await fault([{ table: "clients", kind: "500-html", nth: 2, times: 1_000_000 }]);
  const { client, ingestion } = demo;
  await startRun(client, { job: "selection", selection: "clients", full: true, ingestion });
  const scan = markerScan(markers.all);
  const isTold = async (): Promise<boolean> =>
    scan(Buffer.from((await heartbeatsNow(client)).join("\n"))).some((what) => what.startsWith("the vendor's id"));
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

// Values have no way to these, sealed or not: the sealer of this night lets them slip there.
test.each(["the logs", "temporary files", "the rest of the data directory"] as const)(
  "what a careless sealer lets slip is found in %s",
  (store) => {
    expect(found(store)).toContainEqual(expect.stringMatching(/^clients\.email/));
    expect(findings.shapes.get(store)).toContainEqual(expect.stringMatching(/^e-mail client/i));
  },
);

test.each(["what commands said", "the pages for people"] as const)(
  "a value that was taken for the name of a field is found in %s",
  (store) => {
    expect(found(store)).toEqual([expect.stringContaining("a surname that could be the name of a field")]);
  },
);

test("a value by which a count was told is found in the metrics", () => {
  expect(markerScan(markers.all)(metrics)).toContainEqual(expect.stringContaining("a surname that could be"));
});
