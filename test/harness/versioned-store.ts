import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { s3Bucket } from "../../activities/adapters/s3-bucket.ts";
import { createS3ObjectStore } from "../../activities/adapters/s3-object-store.ts";
import { processEnvironment } from "../../config.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { answersWell, freePort } from "../../dev/stack/ports.ts";
import { superviseProcess } from "../../dev/stack/supervise.ts";
import { s3Server } from "./s3-server.ts";

/** A bucket that keeps versions, on an S3 server of its own; `folder` holds all its files, those of older versions too. */
export type VersionedStore = {
  readonly store: ObjectStore;
  readonly folder: string;
  /** What is kept under a key, newest first: the etag of each version, null of each delete marker. */
  readonly versionsOf: (key: string) => Promise<readonly (string | null)[]>;
  /** Delete as others do: a marker stands before the versions. */
  readonly deletePlain: (key: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const keys = { accessKey: "versions-of-tests", secretKey: "made-up-for-versions" };

/** Start one, its bucket made and versioned. */
export async function versionedStore(): Promise<VersionedStore> {
  const folder = await mkdtemp(join(tmpdir(), "sillage-versions-"));
  const port = await freePort(0);
  const server = await startServer(folder, port);
  const options = { endpoint: `http://127.0.0.1:${port}`, bucket: "versioned", region: "us-east-1", ...keys };
  const store = createS3ObjectStore(options);
  await store.prepare();
  const { client, name: Bucket } = s3Bucket(options);
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  return {
    store,
    folder,
    async versionsOf(key) {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket, Prefix: key }),
      );
      const kept = [...Versions, ...DeleteMarkers.map((marker) => ({ ...marker, ETag: undefined }))];
      return kept
        .toSorted((left, right) => (right.VersionId ?? "").localeCompare(left.VersionId ?? ""))
        .map(({ ETag }) => ETag?.replaceAll('"', "") ?? null);
    },
    deletePlain: async (Key) => void (await client.send(new DeleteObjectCommand({ Bucket, Key }))),
    async close() {
      client.destroy();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(folder: string, port: number) {
  if (s3Server === undefined) throw new Error("the S3 server is missing");
  const [objects, older] = [join(folder, "objects"), join(folder, "older")];
  for (const directory of [objects, older]) await mkdir(directory);
  const address = `127.0.0.1:${port}`;
  const posix = ["posix", "--versioning-dir", older, objects];
  return superviseProcess(
    {
      name: "versitygw with versions",
      command: s3Server,
      args: ["--port", address, "--health", "/well", ...posix],
      env: { ...processEnvironment(), ROOT_ACCESS_KEY: keys.accessKey, ROOT_SECRET_KEY: keys.secretKey },
      logFile: join(folder, "versitygw.log"),
      healthy: (within) => answersWell(`http://${address}/well`, within),
      startWithin: 60_000,
    },
    () => undefined,
  );
}
