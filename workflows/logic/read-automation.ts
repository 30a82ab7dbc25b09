import type { AssetDeclaration } from "../../core/automation/declaration-of.ts";
import type { Claim, DepReport, StepReport } from "../contracts/automation.ts";
import type { Read } from "./read-orders.ts";

const states = ["done", "unchanged", "failed", "skipped", "paused", "cancelled", "left"] as const;
/** Characters kept of why a step failed. */
const longestWhy = 300;

/** Read what a dep tells. */
export function readDepReport(argument: unknown): Read<DepReport> {
  const { asset, ids, at, late } = fieldsOf(argument);
  if (typeof asset !== "string") return { problem: "`asset` must be the key of a dep." };
  if (!isKeys(ids)) return { problem: "`ids` must be a list of materialisations." };
  if (typeof late !== "boolean") return { problem: "`late` must be true or false." };
  return { order: { asset, ids, at: typeof at === "string" ? at : null, late } };
}

/** Read which run is about to work on the asset. */
export function readClaim(argument: unknown): Read<Pick<Claim, "run">> {
  const { run } = fieldsOf(argument);
  return typeof run === "string" && run !== "" ? { order: { run } } : { problem: "`run` must be the id of a run." };
}

/** Read how a run's step ended. */
export function readStepReport(argument: unknown): Read<StepReport> {
  const claim = readClaim(argument);
  if ("problem" in claim) return claim;
  const { state, why, parts } = fieldsOf(argument);
  const known = states.find((one) => one === state);
  if (known === undefined) return { problem: `\`state\` must be one of ${states.join(", ")}.` };
  if (parts !== undefined && !isKeys(parts)) return { problem: "`parts` must be a list of parts." };
  const said = typeof why === "string" ? why.slice(0, longestWhy) : "";
  return { order: { ...claim.order, state: known, why: said, ...(parts !== undefined && { parts }) } };
}

/** Read what the deployment says: written by a worker of ours, so that only its outline is looked at. */
export function readDeclaration(argument: unknown): Read<AssetDeclaration> {
  return isDeclaration(argument)
    ? { order: argument }
    : { problem: "it is no declaration: a worker of the role `control` sends one when it starts." };
}

function isDeclaration(argument: unknown): argument is AssetDeclaration {
  const { automation, deps, dependants, promise, alerts, ingestion } = fieldsOf(argument);
  const isWhole = isObjectOrNull(automation) && isObjectOrNull(promise) && isKeys(deps) && isKeys(dependants);
  return isWhole && typeof alerts === "boolean" && (ingestion === "run" || ingestion === "event");
}

const isKeys = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((key) => typeof key === "string");
const isObjectOrNull = (value: unknown): boolean => typeof value === "object";

const fieldsOf = (argument: unknown): Readonly<Record<string, unknown>> =>
  typeof argument === "object" && argument !== null ? Object.fromEntries(Object.entries(argument)) : {};
