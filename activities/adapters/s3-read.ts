import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { ReadOptions } from "../../core/ports/object-store.ts";
import { statusOf } from "./s3-answers.ts";
import type { S3Bucket } from "./s3-bucket.ts";
import { storeError } from "./store-errors.ts";

/** An object's bytes as they come. Throws `store.missing`, `store.changed` (with `etag`); the stream throws `store.unreachable`. */
export async function s3Read(
  { client, name, fail }: S3Bucket,
  key: string,
  { etag, signal }: ReadOptions = {},
): Promise<AsyncIterable<Uint8Array>> {
  const { Body } = await client
    .send(
      new GetObjectCommand({ Bucket: name, Key: key, ...(etag !== undefined && { IfMatch: `"${etag}"` }) }),
      signal && { abortSignal: signal },
    )
    .catch((error: unknown) => {
      if (statusOf(error) === 412) throw storeError.changed(key);
      return fail(key)(error);
    });
  if (!isChunks(Body)) throw storeError.unreachable(`s3://${name}`, "an answer without a body");
  return streamed(Body, fail(key), signal);
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
