import { afterAttempt, type Attempt } from "../core/partition/failed-days.ts";
import type { Scope } from "./record-entry.ts";

/** What a dialect says for the days of marts; `lock` holds names until the transaction ends. */
export type PartitionStatements<On> = {
  readonly partitions: Readonly<Record<"failed" | "keepFailed", string>>;
  readonly lock: (scope: On, names: readonly string[]) => Promise<void>;
};

/** Keep how an attempt at some days of a mart ended. */
export async function keepAttempt<On extends Scope>(
  scope: On,
  { partitions, lock }: PartitionStatements<On>,
  { mart, ...attempt }: Attempt & { readonly mart: string },
): Promise<void> {
  const failed = async () => (await scope.query<{ failed: string }>(partitions.failed, [mart]))[0]?.failed ?? "";
  // As a rule nothing failed, and nobody is waited for to say so.
  if (attempt.ended === "built" && (await failed()) === "") return;
  // Apart from the mart's own lock: an attempt that failed does not wait for the next one to end. No asset is named so.
  await lock(scope, [`partitions/${mart}`]);
  const before = await failed();
  const after = afterAttempt(before, attempt);
  if (after !== before) await scope.query(partitions.keepFailed, [mart, after]);
}
