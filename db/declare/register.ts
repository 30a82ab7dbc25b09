import type { ActivitySpec, PurposeSpec, RegisterSpec, RetentionSpec } from "../../core/spec/register.ts";
import { triggerOf } from "./job.ts";
import type { Columns, DeclaredTable } from "./table.ts";

/** Declare what personal data are processed for. */
export const purpose = (key: string, options: Omit<PurposeSpec, "key">): PurposeSpec => ({ key, ...options });

/** When people did something, by a column of a table, and the column there that says who. */
export const activity = <C extends Columns>(
  table: DeclaredTable<C>,
  columns: { readonly person: keyof C & string; readonly at: keyof C & string },
): ActivitySpec => ({ table: table.spec.key, ...columns });

/** What `retention` takes. */
export type RetentionOptions = {
  /** Who they are. */
  readonly doc: string;
  /** The table of which each row is one of them. */
  readonly people: { readonly spec: { readonly key: string } };
  /** How many years after the last thing that they did they are kept. */
  readonly years: number;
  readonly after: readonly ActivitySpec[];
};

/**
 * Declare how long people of one kind are kept.
 * @example
 * retention("client", { doc: "Clients.", people: clients, years: 3, after: [activity(clients, { person: "id", at: "createdAt" })] })
 */
export const retention = (subject: string, { people, ...options }: RetentionOptions): RetentionSpec => ({
  subject,
  people: people.spec.key,
  ...options,
});

/** Declare who answers for the processing, what it is for, and how long people are kept; `enforced` says when those who are due are erased. */
export const register = (options: RegisterSpec): RegisterSpec => ({
  ...options,
  enforced: triggerOf(options.enforced),
});
