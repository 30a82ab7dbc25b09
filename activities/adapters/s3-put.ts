import { PutObjectCommand } from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";
import type { ObjectStore, PutOptions } from "../../core/ports/object-store.ts";
import { bareEtag, statusOf } from "./s3-answers.ts";
import type { S3Bucket } from "./s3-bucket.ts";

/** Tries of a put that another writer's put conflicts with (409): the SDK sends it once. */
const conflictTries = 5;

/** Put an object; one that another writer's put conflicts with is put again. Throws `store.*`. */
export async function s3Put(
  { client, name, fail }: S3Bucket,
  key: string,
  body: Uint8Array,
  { onlyIfAbsent = false, contentType, signal }: PutOptions = {},
): ReturnType<ObjectStore["put"]> {
  const command = () =>
    new PutObjectCommand({
      Bucket: name,
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
}
