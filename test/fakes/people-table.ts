import type { TableSpec } from "../../core/spec/asset.ts";
import { peopleDeployment } from "./people-deployment.ts";

/** A declared table of the deployment about people. */
export function peopleTable(key: string): TableSpec {
  const asset = peopleDeployment.graph.asset(key);
  if (asset.kind !== "table") throw new Error(`${key} is no table`);
  return asset;
}
