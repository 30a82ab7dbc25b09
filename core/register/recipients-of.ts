import type { TableSpec } from "../spec/asset.ts";
import type { PurposeSpec, RegisterSpec } from "../spec/register.ts";
import { actionOn, purposesOf, saysOfPerson } from "./personal-column.ts";

/** To whom data of people are shown or handed for a purpose. */
export type Recipients = { readonly purpose: string; readonly recipients: readonly string[] };

/** Who is given what tables hold of people, by purpose, in the register's order: whom to tell of an erasure. What is dropped is given to nobody. */
export function recipientsOf(tables: readonly TableSpec[], register: RegisterSpec | undefined): readonly Recipients[] {
  const used = new Set(
    tables.flatMap((table) =>
      table.columns
        .filter((column) => saysOfPerson(column, table) && actionOn(column) !== "drop")
        .flatMap((column) => purposesOf(column, table)),
    ),
  );
  return (register?.purposes ?? []).flatMap(({ key, recipients }: PurposeSpec) =>
    used.has(key) && recipients.length > 0 ? [{ purpose: key, recipients }] : [],
  );
}
