import type { KekRotationResult } from "../../workflows/contracts/runs.ts";

/** What a rotation of the vault's key did, or would do, for people: how many root keys, from which versions to which. */
export function kekLines({ vault, wrapped, newest, roots, resumed, dryRun }: KekRotationResult): readonly string[] {
  const before = wrapped.map(
    ({ by, roots: of }) => `${of} by ${by === null ? "a version that it does not tell" : `version ${by}`}`,
  );
  const stands = `The key of ${vault} wrapped ${before.length === 0 ? "no root key yet" : before.join(", ")}.`;
  const to = newest === null ? "its newest version" : `version ${newest}`;
  if (!dryRun) return [stands, `${roots} root keys are wrapped anew, by ${to}.${resumed ? resumedOne : ""}`];
  return [stands, `${roots} root keys would be wrapped anew, by ${resumed ? to : "a new version"}.`];
}

const resumedOne = " An earlier rotation, or the vault itself, had made that version: rotate again for another one.";
