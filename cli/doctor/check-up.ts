import { errorDocument } from "../../worker/control-error.ts";

/** What looking at one part found. `fix` says what to do unless all is well. */
export type Finding = {
  readonly part: string;
  readonly state: "ok" | "warning" | "failed";
  readonly detail: string;
  readonly fix?: string;
};
/** One look at one part: its good news, or a warning; what it throws is a failure. */
export type CheckUp = { readonly part: string; readonly look: () => Promise<string | Omit<Finding, "part">> };

/** Look at every part, one after the other; a part that fails does not keep the others from being looked at. */
export async function examine(checkUps: readonly CheckUp[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { part, look } of checkUps) findings.push({ part, ...(await finding(look)) });
  return findings;
}

async function finding(look: CheckUp["look"]): Promise<Omit<Finding, "part">> {
  try {
    const found = await look();
    return typeof found === "string" ? { state: "ok", detail: found } : found;
  } catch (error) {
    const told = errorDocument(error, (other) => (other instanceof Error ? other.message : "unknown failure"));
    return { state: "failed", detail: told.message, fix: told.fix };
  }
}
