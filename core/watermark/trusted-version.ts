import type { FilterSpec } from "../spec/read.ts";

/**
 * The greatest version that a mark may move to after some rows: `reached`, or a row's version that lies no further than
 * the declared jump from the one before it and within what the API told. One row of 2⁶³−1 would blind every later pass.
 */
export function trustedVersion(
  { longestJump }: Extract<FilterSpec, { kind: "version" }>,
  reached: bigint | undefined,
  versions: readonly bigint[],
  told: bigint | undefined,
): bigint | undefined {
  let trusted = reached;
  for (const version of versions.toSorted(ascending)) {
    if (told !== undefined && version > told) break;
    if (trusted !== undefined && version - trusted > BigInt(longestJump)) break;
    if (trusted === undefined || version > trusted) trusted = version;
  }
  return trusted;
}

const ascending = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);
