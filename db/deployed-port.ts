import { fingerprint } from "../core/fingerprint.ts";
import type { DeployedPort } from "../core/ports/deployed.ts";
import type { Scope, Session } from "./record-entry.ts";

/** What a dialect says for deployed graphs; `lock` holds names until the transaction ends. */
export type DeployedStatements<On> = {
  readonly deployed: Readonly<Record<"save" | "forget" | "last", string>>;
  readonly lock: (scope: On, names: readonly string[]) => Promise<void>;
};

/** Locked by whoever writes a graph down, so that two workers that start at once write it once. No asset is named so. */
const deployedLock = "deployed/graph";

/** Deployed graphs, one row each, in a dialect's statements. */
export const deployedPort = <On extends Scope>(
  sql: Session<On>,
  { deployed, lock }: DeployedStatements<On>,
): DeployedPort => ({
  saveDeployed: (graph) =>
    sql.transaction(async (scope) => {
      await lock(scope, [deployedLock]);
      const text = JSON.stringify(graph);
      await scope.query(deployed.save, [fingerprint(text), text]);
      await scope.query(deployed.forget, []);
    }),
  async lastDeployed() {
    const [last] = await sql.query<{ graph: string; deployedAt: string }>(deployed.last, []);
    return last && { graph: JSON.parse(last.graph), deployedAt: last.deployedAt };
  },
});
