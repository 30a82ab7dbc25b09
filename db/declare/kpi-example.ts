/** A cell as it is answered. */
type ExampleCell =
  | string
  | number
  | boolean
  | null
  | { readonly suppressed: true; readonly reason: "k" | "dominance" | "complementary" };

/** A made-up question and its answer, for the documentation: parameters by name (days and the KPI's own), and rows under the names of columns. */
export type KpiExample = {
  readonly asks: { readonly [parameter: string]: string };
  readonly rows: readonly { readonly [column: string]: ExampleCell }[];
};

/** An example of some parameters and columns; with what is compared, `delta` too. */
export type ExampleOf<Parameter extends string, Column extends string> = {
  readonly asks?: { readonly [name in Parameter | "from" | "to"]?: string };
  readonly rows: readonly ({ readonly [name in Column]?: ExampleCell } & { readonly delta?: number | null })[];
};

/** An example as documents take it. */
export function kpiExample({ asks = {}, rows }: ExampleOf<string, string>): KpiExample {
  const given = Object.entries(asks).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    asks: Object.fromEntries(given),
    rows: rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).flatMap(([name, cell]) => (cell === undefined ? [] : [[name, cell] as const])),
      ),
    ),
  };
}
