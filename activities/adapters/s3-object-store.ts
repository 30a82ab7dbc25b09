import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../../core/errors.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { bareEtag, statusOf } from "./s3-answers.ts";
import { removeVersions } from "./s3-versions.ts";
import { storeError } from "./store-errors.ts";

/** How an S3 bucket is reached. */
export type S3StoreOptions = {
  readonly endpoint: string | undefined;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
};

/** Tries of a put that another writer's put conflicts with (409): the SDK sends it once. */
const conflictTries = 5;

/** An S3 bucket behind the object store's port. */
export function createS3ObjectStore(options: S3StoreOptions): ObjectStore {
  const client = new S3Client({
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    region: options.region,
    credentials: { accessKeyId: options.accessKey, secretAccessKey: options.secretKey },
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const Bucket = options.bucket;
  const where = options.endpoint ?? `s3.${options.region}`;
  const fail =
    (key: string) =>
    (error: unknown): never => {
      throw toStoreError(error, where, key);
    };
  return {
    describe: () => `s3://${Bucket}`,
    async prepare() {
      const found = await client
        .send(new HeadBucketCommand({ Bucket }))
        .catch((error: unknown) => (statusOf(error) === 404 ? undefined : fail(Bucket)(error)));
      if (found === undefined) await client.send(new CreateBucketCommand({ Bucket })).catch(fail(Bucket));
    },
    async put(key, body, { onlyIfAbsent = false, contentType, signal } = {}) {
      const command = () =>
        new PutObjectCommand({
          Bucket,
          Key: key,
          Body: body,
          ContentLength: body.byteLength,
          ...(contentType && { ContentType: contentType }),
          ...(onlyIfAbsent && { IfNoneMatch: "*" }),
        });
      for (let attempt = 1; ; attempt++) {
        try {
          const answer = await client.send(command(), signal && { abortSignal: signal });
          return { etag: bareEtag(answer.ETag) };
        } catch (error) {
          if (statusOf(error) !== 409 || attempt >= conflictTries) return fail(key)(error);
          await sleep(50 * attempt * (1 + Math.random()));
        }
      }
    },
    async read(key, { etag, signal } = {}) {
      const answer = await client
        .send(
          new GetObjectCommand({ Bucket, Key: key, ...(etag !== undefined && { IfMatch: `"${etag}"` }) }),
          signal && { abortSignal: signal },
        )
        .catch((error: unknown) => {
          if (statusOf(error) === 412) throw storeError.changed(key);
          return fail(key)(error);
        });
      return isChunks(answer.Body) ? streamed(answer.Body, fail(key), signal) : fail(key)(new Error("empty answer"));
    },
    async head(key) {
      const answer = await client
        .send(new HeadObjectCommand({ Bucket, Key: key }))
        .catch((error: unknown) => (statusOf(error) === 404 ? undefined : fail(key)(error)));
      return (
        answer && {
          key,
          bytes: answer.ContentLength ?? 0,
          etag: bareEtag(answer.ETag),
          lastModified: answer.LastModified ?? new Date(0),
        }
      );
    },
    async *list(prefix, { startAfter } = {}) {
      let token: string | undefined;
      do {
        const answer = await client
          .send(
            new ListObjectsV2Command({
              Bucket,
              Prefix: prefix,
              ...(token === undefined ? startAfter && { StartAfter: startAfter } : { ContinuationToken: token }),
            }),
          )
          .catch(fail(prefix));
        for (const object of answer.Contents ?? [])
          if (object.Key !== undefined)
            yield {
              key: object.Key,
              bytes: object.Size ?? 0,
              etag: bareEtag(object.ETag),
              lastModified: object.LastModified ?? new Date(0),
            };
        token = answer.NextContinuationToken;
      } while (token !== undefined);
    },
    remove: (key, { etag } = {}) => removeVersions({ client, bucket: Bucket, key, etag }).catch(fail(key)),
  };
}

const isChunks = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;

/** The body's chunks; a connection that breaks while they are read is told as any other. A reader that was called off hears its own reason. */
async function* streamed(
  body: AsyncIterable<Uint8Array>,
  fail: (error: unknown) => never,
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    fail(error);
  }
}

function toStoreError(error: unknown, where: string, key: string): SillageError {
  if (error instanceof SillageError) return error;
  const status = statusOf(error);
  if (status === 412) return storeError.exists(key);
  if (status === 404) return storeError.missing(key);
  if (status !== undefined && status < 500 && status !== 409 && status !== 429)
    return storeError.refused(key, `${status} ${error instanceof Error ? error.name : ""}`);
  return storeError.unreachable(where, status === undefined ? codeOf(error) : String(status));
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error
    ? String(error.code)
    : error instanceof Error
      ? error.name
      : "unknown";
