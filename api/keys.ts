import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Scope } from "../core/access/scopes.ts";
import type { ApiKey, ApiKeyPort } from "../core/ports/api-keys.ts";
import type { Caller } from "./caller.ts";
import { isWithin } from "./networks.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const checksum = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** What a new key is made of; one that takes over from another has that one's `consumer`. */
export type KeyWish = {
  readonly environment: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly cidrs?: readonly string[];
  readonly consumer?: string;
  readonly days: number;
  readonly now: Date;
};

/** Make a key `sil_<environment>_<id>_<32 random bytes>_<checksum>`: the token is shown once, only its hash is kept. It ends within a year. */
export function createApiKey({ environment, label, scopes, cidrs = [], consumer, days, now }: KeyWish): {
  readonly token: string;
  readonly record: ApiKey;
} {
  const id = randomBytes(6).toString("hex");
  const body = `sil_${environment}_${id}_${randomBytes(32).toString("base64url")}`;
  const token = `${body}_${checksum(body)}`;
  const expiresAt = new Date(now.getTime() + Math.min(365, days) * 86_400_000).toISOString();
  const record = { id, sha256: sha256(token), label, scopes, cidrs, consumer: consumer ?? id, expiresAt };
  return { token, record };
}

/** Who a token is that is used from an address; undefined for one that is malformed, unknown, ended, wrong or used from elsewhere. */
export async function verifyApiKey(
  token: string,
  keys: Pick<ApiKeyPort, "findApiKey">,
  { now, address }: { readonly now: Date; readonly address: string },
): Promise<Caller | undefined> {
  const match = /^(sil_[a-z0-9]+_([0-9a-f]{12})_[A-Za-z0-9_-]{43})_([0-9a-f]{8})$/.exec(token);
  if (match?.[1] === undefined || match[2] === undefined || checksum(match[1]) !== match[3]) return undefined;
  const known = await keys.findApiKey(match[2]);
  if (known === undefined || Date.parse(known.expiresAt) <= now.getTime()) return undefined;
  if (known.cidrs.length > 0 && !isWithin(known.cidrs, address)) return undefined;
  return timingSafeEqual(Buffer.from(sha256(token), "hex"), Buffer.from(known.sha256, "hex"))
    ? { id: `key:${match[2]}`, consumer: known.consumer, scopes: known.scopes }
    : undefined;
}
