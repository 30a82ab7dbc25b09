import { toTable } from "../output.ts";
import type { KpiAnswer } from "./demo-kpis.ts";
import type { NightReport } from "./demo.ts";
import { journeyLines } from "./journey-lines.ts";
import type { PersonJourney } from "./person-journey.ts";

/** The demo's report for people. */
export function demoLines(
  report: NightReport,
  kpis: readonly KpiAnswer[],
  journey: PersonJourney | null,
  urls: Readonly<Record<string, string>>,
): readonly string[] {
  const tables = toTable(
    ["table", "vendor", "erased", "stored", "missing", "surplus", "different", "equal"],
    report.tables.map((table) => [
      table.table,
      table.expected + table.erased,
      table.erased,
      table.stored,
      table.missing,
      table.surplus,
      table.different,
      table.equal ? "yes" : "NO",
    ]),
  );
  const answers = kpis.flatMap(({ key, dataAsOf, rows }) => [
    "",
    `${key}, data as of ${dataAsOf ?? "–"}`,
    ...(rows[0] === undefined ? ["(no rows)"] : answerTable(rows)),
  ]);
  return [
    ...tables,
    "",
    report.equal ? "Every table equals the vendor's ledger." : "Some tables differ from the vendor's ledger.",
    ...answers,
    "",
    ...journeyLines(journey),
    "",
    ...Object.entries(urls).map(([name, url]) => `${name}: ${url}`),
  ];
}

const amounts = new Set(["gross", "refunds", "netOfVat", "net"]);

/** An answer as a table: amounts with two decimals, point under point. */
function answerTable(rows: KpiAnswer["rows"]): readonly string[] {
  const names = Object.keys(rows[0] ?? {});
  const texts = rows.map((row) =>
    names.map((name) => {
      const value = row[name];
      return amounts.has(name) && typeof value === "number" ? value.toFixed(2) : value;
    }),
  );
  const widths = names.map((name, at) =>
    amounts.has(name) ? Math.max(name.length, ...texts.map((row) => String(row[at] ?? "").length)) : 0,
  );
  return toTable(
    names.map((name, at) => name.padStart(widths[at] ?? 0)),
    texts.map((row) => row.map((cell, at) => (typeof cell === "string" ? cell.padStart(widths[at] ?? 0) : cell))),
  );
}
