import type { JobSpec, KpiSpec, MartSpec, TableSpec } from "./asset.ts";
import type { SourceSpec } from "./read.ts";
import type { RegisterSpec } from "./register.ts";

/** The declarations of one deployment, as plain data. */
export type GraphSpec = {
  readonly sources: readonly SourceSpec[];
  readonly tables: readonly TableSpec[];
  readonly marts: readonly MartSpec[];
  readonly kpis: readonly KpiSpec[];
  readonly jobs: readonly JobSpec[];
  /** Purposes and retention of personal data; what holds none needs none. */
  readonly register?: RegisterSpec;
};
