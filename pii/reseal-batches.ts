import type { ResealBatch } from "../core/ports/person-rotation.ts";
import type { ResealPort } from "../core/ports/reseal.ts";
import { resealBytes, type SealingKey } from "./sealed-value.ts";
import type { StoredValue } from "./stored-values.ts";

/** A value that is to be sealed under another key. */
export type Resealing = {
  readonly value: StoredValue;
  readonly keys: { readonly from: SealingKey; readonly to: SealingKey };
};

/** Values that one transaction writes. */
const batch = 500;

/** Batches of values of one table, or of quarantine, sealed anew. */
export function* resealBatches(database: ResealPort, waiting: readonly Resealing[]): Generator<ResealBatch> {
  const groups = Map.groupBy(waiting, ({ value }) => `${value.place.kind} ${value.table.key}`);
  for (const group of groups.values())
    for (let from = 0; from < group.length; from += batch)
      yield batchOf(database, group.slice(from, from + batch).map(sealedAnew));
}

type Anew = StoredValue & { readonly now: Buffer };

const sealedAnew = ({ value, keys }: Resealing): Anew => ({
  ...value,
  now: resealBytes(value.sealed, keys, value.prefix, value.suffix),
});

function batchOf(database: ResealPort, values: readonly Anew[]): ResealBatch {
  const [first] = values;
  const rows = values.flatMap(({ place, sealed, now }) =>
    place.kind === "row" ? [{ ...place, was: sealed, now }] : [],
  );
  const misfits = values.flatMap(({ place, sealed, now }) =>
    place.kind === "misfit" ? [{ ...place, was: sealed.toString("base64url"), now: now.toString("base64url") }] : [],
  );
  return {
    values: values.length,
    bytes: values.reduce((sum, { now }) => sum + now.length, 0),
    async write() {
      if (first !== undefined && rows.length > 0) await database.resealRows(first.table, rows);
      if (misfits.length > 0) await database.resealMisfits(misfits);
    },
  };
}
