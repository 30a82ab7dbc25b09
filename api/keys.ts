import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import type { ApiKeyPort } from "../core/ports/database.ts";

/** What a key may do. */
export type Scope = "kpi:read" | "kpi:individual" | "pii:reveal";
/** A verified key. */
export type Caller = { readonly id: string; readonly scopes: readonly string[] };

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const checksum = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** Make a key `sil_<environment>_<id>_<32 random bytes>_<checksum>`: the token is shown once, only its hash is kept. */
export function createApiKey(options: {
  readonly environment: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly days: number;
  readonly now: Date;
}) {
  const id = randomBytes(6).toString("hex");
  const body = `sil_${options.environment}_${id}_${randomBytes(32).toString("base64url")}`;
  const token = `${body}_${checksum(body)}`;
  const expiresAt = new Date(options.now.getTime() + Math.min(365, options.days) * 86_400_000).toISOString();
  return { token, record: { id, sha256: sha256(token), label: options.label, scopes: options.scopes, expiresAt } };
}

/** Who a token is; undefined for a token that is malformed, unknown, expired or wrong. */
export async function verifyApiKey(
  token: string,
  keys: Pick<ApiKeyPort, "findApiKey">,
  now: Date,
): Promise<Caller | undefined> {
  const match = /^(sil_[a-z0-9]+_([0-9a-f]{12})_[A-Za-z0-9_-]{43})_([0-9a-f]{8})$/.exec(token);
  if (match?.[1] === undefined || match[2] === undefined || checksum(match[1]) !== match[3]) return undefined;
  const known = await keys.findApiKey(match[2]);
  if (known === undefined || Date.parse(known.expiresAt) <= now.getTime()) return undefined;
  return timingSafeEqual(Buffer.from(sha256(token), "hex"), Buffer.from(known.sha256, "hex"))
    ? { id: match[2], scopes: known.scopes }
    : undefined;
}
