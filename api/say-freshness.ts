import type { Context } from "hono";

/** How fresh an answer is: up to when its data are known complete (ISO; null: unknown), whether each asset is, and keys of those that are late. */
export type SaidFreshness = {
  readonly dataAsOf: string | null;
  readonly complete: boolean;
  readonly late: readonly string[];
};

/** Say it in headers. JSON says the same in its body, where CSV has no place for it. */
export function sayFreshness(context: Context, { dataAsOf, complete, late }: SaidFreshness): void {
  if (dataAsOf !== null) {
    context.header("Last-Modified", new Date(dataAsOf).toUTCString());
    context.header("Sillage-Data-As-Of", dataAsOf);
  }
  context.header("Sillage-Complete", String(complete));
  if (late.length > 0) context.header("Sillage-Late", late.join(", "));
}
