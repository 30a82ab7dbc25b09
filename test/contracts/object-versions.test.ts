import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foreignLoadId } from "../../activities/foreign-load-id.ts";
import { createSealForeign } from "../../activities/seal-foreign.ts";
import { canariesIn } from "../fakes/canary.ts";
import { testIngestion, type TestIngestion } from "../harness/ingestion.ts";
import { landLines } from "../harness/land-lines.ts";
import { runActivity } from "../harness/run-activity.ts";
import { onS3Server, s3Server } from "../harness/s3-server.ts";
import { filesBelow } from "../harness/store-contents.ts";
import { versionedStore, type VersionedStore } from "../harness/versioned-store.ts";
import { objectStoreContract } from "./object-store.ts";

const canaries = ["Exemple-Canari", "canari@example.test", "12 rue du Canari"];
const person = (points: number): Uint8Array =>
  new TextEncoder().encode(
    `id,last_name,email,address.street,points\n7,Exemple-Canari,canari@example.test,12 rue du Canari,${points}\n`,
  );

describe.skipIf(s3Server === undefined)(`objects on an S3 server that keeps versions${onS3Server}`, () => {
  objectStoreContract(versionedStore);

  let versioned: VersionedStore;
  let bench: TestIngestion;
  beforeAll(async () => {
    [versioned, bench] = await Promise.all([versionedStore(), testIngestion()]);
    await landLines(versioned.store, {
      loadId: "01K00000000000000000000000",
      table: "places",
      parts: [[{ code: "59350", name: "Lille" }]],
    });
  });
  afterAll(async () => {
    await bench.database.close();
    await versioned.close();
  });

  /** Clear values found in any file of the server, its older versions among them. */
  async function clearOnDisk(): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const { bytes } of filesBelow(versioned.folder))
      for (const canary of canariesIn(Buffer.from(bytes).toString("utf8"), canaries)) found.add(canary);
    return [...found];
  }

  test("a file of people that was dropped, dropped over, deleted and dropped again is sealed, and no clear version of it is left", async () => {
    const { store, versionsOf } = versioned;
    const key = "inbox/people/again.csv";
    const [first, second] = [await store.put(key, person(1)), await store.put(key, person(2))];
    await versioned.deletePlain(key);
    const third = await store.put(key, person(3));
    expect(await versionsOf(key)).toEqual([third.etag, null, second.etag, first.etag]);
    expect(await clearOnDisk()).toEqual(canaries);
    const lastModified = (await store.head(key))?.lastModified ?? new Date(0);
    const loadId = foreignLoadId(key, third.etag, lastModified);
    await runActivity(createSealForeign({ ...bench.deps, store }), { key, etag: third.etag, table: "people", loadId });
    expect(await versionsOf(key)).toEqual([]);
    expect(await clearOnDisk()).toEqual([]);
  });

  test("what was put since the removed object was seen stays, with no version before it", async () => {
    const { store, versionsOf } = versioned;
    const key = "inbox/people/since.csv";
    const seen = await store.put(key, person(1));
    const since = await store.put(key, person(2));
    await store.remove(key, { etag: seen.etag });
    expect(await versionsOf(key)).toEqual([since.etag]);
    await store.remove(key);
    expect(await versionsOf(key)).toEqual([]);
  });
});
