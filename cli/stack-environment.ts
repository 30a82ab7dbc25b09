import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../config.ts";

/** The environment, completed by what a stack started on this data directory says: its S3 server and event token. What is set already stays. */
export async function stackEnvironment(dataDir: string, environment: Environment): Promise<Environment> {
  const stack = await jsonIn<StackFile>(join(dataDir, "stack.json"));
  const keys = await jsonIn<S3Keys>(join(dataDir, "secrets", "s3.json"));
  const token = await readFile(join(dataDir, "secrets", "event-token"), "utf8").catch(() => undefined);
  return {
    ...(stack?.store.kind === "s3" && {
      S3_ENDPOINT: stack.store.endpoint,
      S3_BUCKET: stack.store.bucket,
      S3_REGION: stack.store.region,
      S3_ACCESS_KEY: keys?.accessKey,
      S3_SECRET_KEY: keys?.secretKey,
    }),
    ...(stack?.store.kind === "file" && { SILLAGE_OBJECTS_DIRECTORY: stack.store.directory }),
    ...(token !== undefined && { EVENT_TOKEN: token }),
    ...environment,
  };
}

type S3Keys = { readonly accessKey: string; readonly secretKey: string };
type StackFile = {
  readonly store:
    | { readonly kind: "s3"; readonly endpoint: string; readonly bucket: string; readonly region: string }
    | { readonly kind: "file"; readonly directory: string };
};

async function jsonIn<Shape>(file: string): Promise<Shape | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
