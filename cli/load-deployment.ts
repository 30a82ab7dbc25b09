import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { SillageError } from "../core/errors.ts";
import type { DeployedGraph } from "../db/declare/graph.ts";

/** The deployment of a folder: what its `index.ts` exports as `deployment`. Default: `assets/`. Throws `graph.not-found`, `graph.invalid`. */
export async function loadDeployment(folder: string | undefined): Promise<DeployedGraph> {
  const url =
    folder === undefined ? new URL("../assets/index.ts", import.meta.url) : pathToFileURL(resolve(folder, "index.ts"));
  const module: { deployment?: DeployedGraph } = await import(url.href).catch((error: unknown) => {
    if (error instanceof SillageError) throw error;
    throw new SillageError({
      code: "graph.not-found",
      message: `The deployment at ${url.pathname} does not load: ${error instanceof Error ? error.message : "unknown"}.`,
      fix: "Point --graph at a folder whose index.ts exports `deployment`.",
    });
  });
  if (module.deployment === undefined)
    throw new SillageError({
      code: "graph.not-found",
      message: `${url.pathname} exports no \`deployment\`.`,
      fix: "Export defineGraph({ … }) under that name.",
    });
  return module.deployment;
}
