import { S3ServiceException } from "@aws-sdk/client-s3";

/** The HTTP status that an S3 server refused with; undefined for an error that is none of its answers. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** An ETag without its quotes; empty for none. */
export const bareEtag = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "");
