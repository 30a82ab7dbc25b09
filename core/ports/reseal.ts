import type { TableSpec } from "../spec/asset.ts";

/** A sealed value of a row, and what takes its place. `keys`: the row's key by physical name, as it was read; `column` is physical. */
export type ResealedValue = {
  readonly column: string;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly was: Uint8Array;
  readonly now: Uint8Array;
};

/** A sealed record in quarantine (base64url), and what takes its place. */
export type ResealedMisfit = {
  readonly loadId: string;
  readonly part: number;
  readonly line: number;
  readonly was: string;
  readonly now: string;
};

/** What the rotation of a person's key does in the target database. A value that is not what it was any more stays. */
export type ResealPort = {
  readonly resealRows: (table: TableSpec, values: readonly ResealedValue[]) => Promise<void>;
  readonly resealMisfits: (misfits: readonly ResealedMisfit[]) => Promise<void>;
};
