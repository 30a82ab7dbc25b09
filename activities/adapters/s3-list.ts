import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { ObjectInfo } from "../../core/ports/object-store.ts";
import { bareEtag } from "./s3-answers.ts";
import type { S3Bucket } from "./s3-bucket.ts";

/** Objects by prefix, after a key, page after page. Throws `store.*`. */
export async function* s3List(
  { client, name, fail }: S3Bucket,
  prefix: string,
  startAfter: string | undefined,
): AsyncIterable<ObjectInfo> {
  let from: { readonly StartAfter?: string; readonly ContinuationToken?: string } =
    startAfter === undefined || startAfter === "" ? {} : { StartAfter: startAfter };
  for (;;) {
    const command = new ListObjectsV2Command({ Bucket: name, Prefix: prefix, ...from });
    const { Contents = [], NextContinuationToken: token } = await client.send(command).catch(fail(prefix));
    for (const { Key, Size = 0, ETag, LastModified = new Date(0) } of Contents)
      if (Key !== undefined) yield { key: Key, bytes: Size, etag: bareEtag(ETag), lastModified: LastModified };
    if (token === undefined) return;
    from = { ContinuationToken: token };
  }
}
