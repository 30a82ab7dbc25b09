import { resolve } from "node:path";
import { processEnvironment, type Environment } from "../config.ts";
import type { Settings } from "./settings.ts";

/** The process's environment; `--db` wins over DATABASE_URL, `--graph` is told to the runtime. */
export const environmentOf = ({ db, graph }: Pick<Settings, "db"> & Partial<Settings>): Environment => ({
  ...processEnvironment(),
  ...(db !== undefined && { DATABASE_URL: db }),
  ...(graph !== undefined && { SILLAGE_GRAPH: resolve(graph) }),
});
