import { patched, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { KekPlan } from "../core/ports/epoch-rotation.ts";
import { keysOptions } from "./contracts/options.ts";
import type { KekRotationResult, RotationInput } from "./contracts/runs.ts";
import { rewrappedOf } from "./logic/rewrapped-of.ts";
import { showBoard } from "./steps/show-board.ts";

const keys = proxyActivities<Activities>(keysOptions);

/** Root keys that one activity wraps anew, after which the board shows how far it is: each is two calls of the vault. */
const rootsAtOnce = 10;

/** Of rotations that began before they were planned. */
const unplanned: KekPlan = { vault: "the vault", wrapped: [], newest: null, behind: 0, resumed: false };

/** Have the vault make a new version of the key that wraps root keys, and wrap them all under it. One that ended half-way is gone on with. A dry run only counts. What is sealed is not touched. */
export async function rotateKek({ dryRun }: RotationInput = { dryRun: false }): Promise<KekRotationResult> {
  const plan = patched("rotateKek-20261129-plan") ? await keys.planKek() : unplanned;
  const total = plan.wrapped.reduce((sum, { roots }) => sum + roots, 0);
  const planned = plan.resumed ? plan.behind : total;
  showBoard(`Key of ${plan.vault}: **${planned}** of ${total} root keys to wrap anew`);
  if (dryRun) return { ...plan, roots: planned, dryRun };
  await keys.renewKek();
  let [roots, newest] = [0, plan.newest];
  for (let left = 1; left > 0;) {
    const done = rewrappedOf(await keys.rewrapRoots({ most: rootsAtOnce }));
    [roots, newest, left] = [roots + done.wrapped, done.newest, done.left];
    showBoard(`Key of ${plan.vault}: **${roots}** of ${roots + left} root keys wrapped anew${under(newest)}`);
  }
  return { ...plan, newest, roots, dryRun };
}

const under = (version: string | null): string =>
  version === null ? " under its newest version" : ` under its version ${version}`;
