import { fingerprint } from "../../core/fingerprint.ts";
import { whenAsked } from "../../core/when-asked.ts";
import type { KpiSpec } from "../../core/spec/asset.ts";

/**
 * A KPI's spec; its version tells apart what it declares, made when it is first asked for. Texts of every word of every
 * parameter take 0.3 s of CPU to build: a process that asks for no version, as most commands, builds none.
 */
export function kpiSpec(told: Omit<KpiSpec, "version">, declares: () => readonly unknown[]): KpiSpec {
  const version = whenAsked(() => fingerprint(JSON.stringify(declares())));
  return {
    ...told,
    get version() {
      return version();
    },
  };
}
