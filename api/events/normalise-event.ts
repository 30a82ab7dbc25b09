import { snsConfirmation, type SnsConfirmation } from "./sns-confirmation.ts";

/** An object that a bucket told of; `keys` are its possible spellings, most likely first, since senders encode keys differently. */
export type ObjectEvent = { readonly bucket: string; readonly keys: readonly string[] };
/** What a delivery holds: objects, a sender's test, or its question whether it may send. */
export type Delivery =
  | { readonly kind: "objects"; readonly objects: readonly ObjectEvent[] }
  | { readonly kind: "test" }
  | { readonly kind: "confirmation"; readonly asked: SnsConfirmation }
  | { readonly kind: "unknown" };

/** Turn any known sender's delivery into objects: S3 Records (plain, MinIO, RustFS, versitygw), SNS, EventBridge, CloudEvents. Told apart by structure, never by version. */
export function normaliseEvent(body: unknown): Delivery {
  if (!isObject(body)) return { kind: "unknown" };
  if (textAt(body, "Event") === "s3:TestEvent") return { kind: "test" };
  const message = textAt(body, "Message");
  if (textAt(body, "Type") === "SubscriptionConfirmation") {
    const asked = snsConfirmation(textAt(body, "TopicArn"), textAt(body, "Token"), textAt(body, "SubscribeURL"));
    return asked === undefined ? { kind: "unknown" } : { kind: "confirmation", asked };
  }
  if (textAt(body, "Type") === "Notification" && message !== undefined) return normaliseEvent(parsed(message));
  const records = at(body, "Records");
  if (Array.isArray(records)) return { kind: "objects", objects: records.flatMap(fromRecord) };
  const detail = at(body, "detail");
  if (textAt(body, "source") === "aws.s3" && isObject(detail))
    return single(textAt(at(detail, "bucket"), "name"), textAt(at(detail, "object"), "key"), false);
  const data = at(body, "data");
  if (textAt(body, "specversion") !== undefined && isObject(data))
    return single(textAt(data, "bucket"), textAt(data, "key"), false);
  return { kind: "unknown" };
}

function fromRecord(record: unknown): readonly ObjectEvent[] {
  const name = (textAt(record, "eventName") ?? "").replace(/^s3:/, "");
  const s3 = at(record, "s3");
  const delivery = single(textAt(at(s3, "bucket"), "name"), textAt(at(s3, "object"), "key"), true);
  return name.startsWith("ObjectCreated") && delivery.kind === "objects" ? delivery.objects : [];
}

function single(bucket: string | undefined, key: string | undefined, encoded: boolean): Delivery {
  if (bucket === undefined || key === undefined) return { kind: "unknown" };
  return { kind: "objects", objects: [{ bucket, keys: encoded ? [...new Set([decoded(key), key])] : [key] }] };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return key;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const at = (value: unknown, field: string): unknown => (isObject(value) ? Reflect.get(value, field) : undefined);

function textAt(value: unknown, field: string): string | undefined {
  const found = at(value, field);
  return typeof found === "string" ? found : undefined;
}
