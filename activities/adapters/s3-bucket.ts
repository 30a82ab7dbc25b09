import { S3Client } from "@aws-sdk/client-s3";
import { SillageError } from "../../core/errors.ts";
import { statusOf } from "./s3-answers.ts";
import { storeError } from "./store-errors.ts";

/** How an S3 bucket is reached. */
export type S3StoreOptions = {
  readonly endpoint: string | undefined;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
};

/** A bucket that requests are sent to. `fail` throws what any error about a key means: `store.*`. */
export type S3Bucket = {
  readonly client: S3Client;
  readonly name: string;
  readonly fail: (key: string) => (error: unknown) => never;
};

/** The bucket that the settings name; nothing is asked of it yet. */
export function s3Bucket(options: S3StoreOptions): S3Bucket {
  const where = options.endpoint ?? `s3.${options.region}`;
  return {
    client: new S3Client({
      ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
      region: options.region,
      credentials: { accessKeyId: options.accessKey, secretAccessKey: options.secretKey },
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
    name: options.bucket,
    fail: (key) => (error) => {
      throw toStoreError(error, where, key);
    },
  };
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
