import { SillageError } from "../core/errors.ts";
import type { ErasureRequests } from "../core/ports/erasure-requests.ts";
import type { Erasures } from "../core/ports/erasures.ts";
import type { BulkWork } from "../core/ports/reveals.ts";
import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import type { IndexRotation } from "../core/ports/index-rotation.ts";
import type { PersonRotation } from "../core/ports/person-rotation.ts";
import type { Opener, Sealer } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";

const refused = (table: TableSpec): Promise<never> =>
  Promise.reject(
    new SillageError({
      code: "seal.no-keys",
      message: `Rows of ${table.key} can neither be sealed nor opened here: this process holds no keys.`,
      fix: "Start it with `--role extract`.",
    }),
  );

/** The sealer and opener of a process that holds no keys: they refuse, so that a misrouted activity lands nothing. Throw `seal.no-keys`. */
export const keyless: Sealer & Opener = {
  sealPage: refused,
  sealCursor: refused,
  openCursor: refused,
  openRecord: refused,
  openValue: refused,
};

const noRotation = (): Promise<never> =>
  Promise.reject(
    new SillageError({
      code: "pii.no-keys",
      message: "Keys cannot be rotated here: this process holds none.",
      fix: "Start it with `--role pii`.",
    }),
  );

/** The rotation of a process that holds no keys. Throws `pii.no-keys`. */
export const keylessRotation: EpochRotation = {
  plan: noRotation,
  begin: noRotation,
  move: noRotation,
  verify: noRotation,
  end: noRotation,
  planKek: noRotation,
  renewKek: noRotation,
  rewrapRoots: noRotation,
};

/** The rotation of blind indexes of a process that holds no keys. Throws `pii.no-keys`. */
export const keylessIndexRotation: IndexRotation = {
  plan: noRotation,
  begin: noRotation,
  async *reindex() {
    yield await noRotation();
  },
  lagging: noRotation,
  end: noRotation,
};

/** The rotation of people's keys of a process that holds none. Throws `pii.no-keys`. */
export const keylessPersonRotation: PersonRotation = {
  plan: noRotation,
  renew: noRotation,
  async *reseal() {
    yield await noRotation();
  },
  verify: noRotation,
  drainingSince: noRotation,
  end: noRotation,
};

const noErasure = (): Promise<never> =>
  Promise.reject(
    new SillageError({
      code: "pii.no-keys",
      message: "Nobody can be erased here: this process holds no keys.",
      fix: "Start it with `--role pii`.",
    }),
  );

/** The erasures of a process that holds no keys. Throws `pii.no-keys`. */
export const keylessErasures: Erasures = {
  plan: noErasure,
  restrict: noErasure,
  blank: noErasure,
  eraseRows: noErasure,
  prove: noErasure,
  certify: noErasure,
  forget: noErasure,
  heads: noErasure,
  replay: noErasure,
};

/** The requests of a process that holds no keys. Throws `pii.no-keys`. */
export const keylessRequests: ErasureRequests = { request: noErasure };

const noReveal = (): Promise<never> =>
  Promise.reject(
    new SillageError({
      code: "reveal.no-keys",
      message: "Nothing can be revealed here: this process holds no keys.",
      fix: "Start it with `--role pii`.",
    }),
  );

/** The bulk reveals of a process that holds no keys. Throws `reveal.no-keys`. */
export const keylessReveals: BulkWork = { make: noReveal, drop: noReveal };
