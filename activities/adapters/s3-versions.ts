import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  S3ServiceException,
  type S3Client,
} from "@aws-sdk/client-s3";
import { bareEtag, statusOf } from "./s3-answers.ts";

/** One stored state of a key, newest first in a listing. Delete markers have no etag. */
type Version = { readonly id: string; readonly etag: string | undefined };
type Removal = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly etag: string | undefined;
};

/** Remove an object and its versions; with an etag only from its newest version of that etag on, so that what was put since stays. Throws the server's own errors. */
export async function removeVersions(removal: Removal): Promise<void> {
  const { etag } = removal;
  const versions = await versionsOf(removal);
  if (versions === undefined) return removePlain(removal);
  const from = etag === undefined ? 0 : versions.findIndex((version) => version.etag === etag);
  // The oldest first: else an old one would stand under the key again for a moment, and be taken for a new object.
  for (const version of from < 0 ? [] : versions.slice(from).toReversed()) await removeVersion(removal, version);
  // A plain object of a bucket that keeps no versions is listed by some servers and not by others.
  if (!versions.some(({ etag: known }) => known !== undefined)) await removePlain(removal);
}

/** A bucket without versions calls its one state "null": there only the etag tells ours from one put since the listing. */
async function removeVersion({ client, bucket: Bucket, key: Key }: Removal, { id, etag }: Version): Promise<void> {
  const target = { Bucket, Key, VersionId: id };
  const guarded = id === "null" && etag !== undefined ? { ...target, IfMatch: `"${etag}"` } : target;
  await client.send(new DeleteObjectCommand(guarded)).catch(async (error: unknown) => {
    if (statusOf(error) === 412) return;
    if (!isNotImplemented(error) || guarded === target) throw error;
    await client.send(new DeleteObjectCommand(target));
  });
}

/** All versions of this very key; undefined where the server knows no versions. */
async function versionsOf({ client, bucket, key }: Removal): Promise<readonly Version[] | undefined> {
  const found: (Version & { readonly at: number; readonly latest: boolean })[] = [];
  let marker: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } = {};
  for (;;) {
    const answer = await client
      .send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }))
      .catch((error: unknown) => (isNotImplemented(error) ? undefined : Promise.reject(error)));
    if (answer === undefined) return undefined;
    const removed = (answer.DeleteMarkers ?? []).map((marker) => ({ ...marker, ETag: undefined }));
    for (const version of [...(answer.Versions ?? []), ...removed])
      if (version.Key === key && version.VersionId !== undefined)
        found.push({
          id: version.VersionId,
          etag: version.ETag === undefined ? undefined : bareEtag(version.ETag),
          at: version.LastModified?.getTime() ?? 0,
          latest: version.IsLatest === true,
        });
    const past = answer.NextKeyMarker !== undefined && answer.NextKeyMarker > key;
    if (answer.IsTruncated !== true || past) break;
    marker = {
      ...(answer.NextKeyMarker !== undefined && { KeyMarker: answer.NextKeyMarker }),
      ...(answer.NextVersionIdMarker !== undefined && { VersionIdMarker: answer.NextVersionIdMarker }),
    };
  }
  // Sorting is stable: within one instant the listing's own order, newest first, holds.
  return found.sort((left, right) => Number(right.latest) - Number(left.latest) || right.at - left.at);
}

async function removePlain({ client, bucket: Bucket, key: Key, etag }: Removal): Promise<void> {
  if (etag !== undefined) {
    const now = await client
      .send(new HeadObjectCommand({ Bucket, Key }))
      .catch((error: unknown) => (statusOf(error) === 404 ? undefined : Promise.reject(error)));
    if (bareEtag(now?.ETag) !== etag) return;
  }
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
}

const isNotImplemented = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.name === "NotImplemented" || statusOf(error) === 501);
