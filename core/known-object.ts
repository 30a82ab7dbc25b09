import { parseInboxKey } from "./load-keys.ts";

/** What an object of the bucket is by its key: of a table, a file that waits in the inbox, or what proves something. */
export type KnownObject =
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "inbox" }
  | { readonly kind: "proof" };

const ofTables = [
  /^v1\/[^/]+\/(?<table>[^/]+)\/dt=\d{4}-\d{2}-\d{2}\/load=[0-9A-Z]{26}\/(?:_manifest\.json|part-\d{5,}\.f\d+a\d+\.jsonl\.gz)$/,
  /^state\/(?<table>[^/]+)\.json$/,
];
const proofs = [
  /^erasures\/\d{9}\.json$/,
  /^audit\/reveals\/\d{4}-\d{2}-\d{2}-[0-9a-f-]{36}\.json$/,
  /^reveals\/[0-9a-f-]{36}\.sealed$/,
];

/** What an object is that the product, or who drops files for it, puts under such a key; undefined for any other key. */
export function knownObject(key: string): KnownObject | undefined {
  for (const pattern of ofTables) {
    const table = pattern.exec(key)?.groups?.["table"];
    if (table !== undefined) return { kind: "table", table };
  }
  if (parseInboxKey(key) !== undefined) return { kind: "inbox" };
  return proofs.some((pattern) => pattern.test(key)) ? { kind: "proof" } : undefined;
}
