import { checkPhrase } from "../core/check/check-result.ts";
import type { AssetControl, Pause } from "../core/ports/audit.ts";
import type { AssetMirror, Statement } from "../core/ports/database.ts";
import type { AssetSpec } from "../core/spec/asset.ts";
import { assetState, type AssetState, type AssetTroubles, type OpenIncident } from "../core/standing/asset-state.ts";
import { valueText } from "../core/value-text.ts";
import { lastChecks } from "../db/declare/check-reads.ts";
import { toKeptResults, type KeptResult } from "../db/declare/kept-result.ts";
import { assetControls, failedSteps, openIncidents } from "../db/declare/standing-reads.ts";
import type { ApiDeps } from "./deps.ts";

/** An asset as it stands: its state in a word, and what our tables say of it. */
export type AssetStanding = AssetTroubles & {
  readonly state: AssetState;
  readonly mirror: AssetMirror | undefined;
};

/** Every asset's standing, by its key; five statements at once, whatever the number of assets. */
export async function assetStandings({
  database,
  deployed: { graph },
  clock,
}: Pick<ApiDeps, "database" | "deployed" | "clock">): Promise<ReadonlyMap<string, AssetStanding>> {
  const rowsOf = async (statement: Statement) =>
    new Map((await database.read(statement)).map((row) => [String(row["asset"]), row]));
  const [mirrors, controls, incidents, failed, results] = await Promise.all([
    database.mirrors(),
    rowsOf(assetControls),
    rowsOf(openIncidents),
    rowsOf(failedSteps),
    database.read(lastChecks),
  ]);
  const mirrorOf = new Map(mirrors.map((mirror) => [mirror.asset, mirror]));
  const resultsOf = Map.groupBy(toKeptResults(results), ({ asset }) => asset);
  const now = clock.now().getTime();
  return new Map(
    graph.assets.map((asset) => {
      const { key } = asset;
      const mirror = mirrorOf.get(key);
      const troubles = {
        pause: pauseOf(controls.get(key)),
        incident: incidentOf(incidents.get(key)),
        ...failedChecks(asset, resultsOf.get(key) ?? []),
        failedIn: failed.has(key) ? String(failed.get(key)?.["run_id"]) : null,
      };
      return [key, { ...troubles, mirror, state: assetState(asset, mirror, troubles, now) }];
    }),
  );
}

type Row = Readonly<Record<string, unknown>>;

function pauseOf(row: Row | undefined): Pause | null {
  if (row === undefined) return null;
  const control: AssetControl = JSON.parse(String(row["control"]));
  return control.pause;
}

const incidentOf = (row: Row | undefined): OpenIncident | null =>
  row === undefined
    ? null
    : {
        health: row["health"] === "failing" ? "failing" : "late",
        why: String(row["why"]),
        openedAt: valueText(row["opened_at"]),
      };

/** Of those that are still declared, as severe as they are declared now. */
function failedChecks({ checks }: AssetSpec, results: readonly KeptResult[]) {
  const failed = new Map(results.flatMap((one) => (one.state === "failed" ? [[one.check, checkPhrase(one)]] : [])));
  const phrases = (wanted: AssetSpec["checks"][number]["severity"]) =>
    checks.flatMap(({ name, severity }) => (severity === wanted ? (failed.get(name) ?? []) : []));
  return { blocked: phrases("block"), warned: phrases("warn") };
}
