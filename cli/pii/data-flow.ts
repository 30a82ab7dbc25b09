import { depsOf } from "../../core/spec/asset.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";

/** Where personal data go, as a Mermaid flowchart: from sources through landing to zones, marts and KPIs. Tables of no person are left out. */
export function dataFlow(spec: GraphSpec, personal: ReadonlySet<string>): readonly string[] {
  const tables = spec.tables.filter(({ key }) => personal.has(key));
  const sources = [...new Set(tables.map(({ source }) => source))];
  const marts = spec.marts.filter((mart) => depsOf(mart).some((dep) => personal.has(dep)));
  const behind = new Set([...personal, ...marts.map(({ key }) => key)]);
  const kpis = spec.kpis.filter(({ deps }) => deps.some((dep) => behind.has(dep)));
  return [
    "flowchart LR",
    ...sources.map(
      (source) => `  source_${idOf(source)}["${source}: clear"] --> worker["extraction worker: classify, seal"]`,
    ),
    '  vault["vault: wraps keys"] --> worker',
    '  worker --> identity[("identity store: pseudonyms, wrapped keys, blind indexes")]',
    '  worker --> bucket[("bucket: sealed lines")]',
    ...tables.flatMap(({ key, columns }) => [
      `  bucket --> open_${key}[("open.${key}")]`,
      ...(columns.some((column) => column.personal?.action === "seal")
        ? [`  bucket --> sealed_${key}[("sealed.${key}")]`]
        : []),
    ]),
    ...marts.flatMap((mart) =>
      depsOf(mart)
        .filter((dep) => personal.has(dep))
        .map((dep) => `  open_${dep} --> mart_${mart.key}["${mart.key}: no personal column"]`),
    ),
    ...kpis.flatMap(({ key, deps }) =>
      deps
        .filter((dep) => behind.has(dep))
        .map((dep) => `  ${personal.has(dep) ? "open" : "mart"}_${dep} --> kpi_${idOf(key)}(["KPI ${key}"])`),
    ),
  ];
}

const idOf = (name: string): string => name.replaceAll(/\W/g, "_");
