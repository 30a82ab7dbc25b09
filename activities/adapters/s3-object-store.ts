import { CreateBucketCommand, HeadBucketCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import type { ObjectInfo, ObjectStore } from "../../core/ports/object-store.ts";
import { bareEtag, statusOf } from "./s3-answers.ts";
import { s3Bucket, type S3Bucket, type S3StoreOptions } from "./s3-bucket.ts";
import { s3List } from "./s3-list.ts";
import { s3Put } from "./s3-put.ts";
import { s3Read } from "./s3-read.ts";
import { removeVersions } from "./s3-versions.ts";

/** An S3 bucket behind the object store's port. */
export function createS3ObjectStore(options: S3StoreOptions): ObjectStore {
  const bucket = s3Bucket(options);
  return {
    describe: () => `s3://${bucket.name}`,
    prepare: () => prepare(bucket),
    put: (key, body, options) => s3Put(bucket, key, body, options),
    read: (key, options) => s3Read(bucket, key, options),
    head: (key) => head(bucket, key),
    list: (prefix, { startAfter } = {}) => s3List(bucket, prefix, startAfter),
    remove: (key, { etag } = {}) =>
      removeVersions({ client: bucket.client, bucket: bucket.name, key, etag }).catch(bucket.fail(key)),
  };
}

async function prepare(bucket: S3Bucket): Promise<void> {
  const Bucket = bucket.name;
  const found = await bucket.client.send(new HeadBucketCommand({ Bucket })).catch(noneWhenMissing(bucket, Bucket));
  if (found === undefined) await bucket.client.send(new CreateBucketCommand({ Bucket })).catch(bucket.fail(Bucket));
}

async function head(bucket: S3Bucket, key: string): Promise<ObjectInfo | undefined> {
  const answer = await bucket.client
    .send(new HeadObjectCommand({ Bucket: bucket.name, Key: key }))
    .catch(noneWhenMissing(bucket, key));
  return (
    answer && {
      key,
      bytes: answer.ContentLength ?? 0,
      etag: bareEtag(answer.ETag),
      lastModified: answer.LastModified ?? new Date(0),
    }
  );
}

const noneWhenMissing =
  ({ fail }: S3Bucket, key: string) =>
  (error: unknown): undefined =>
    statusOf(error) === 404 ? undefined : fail(key)(error);
