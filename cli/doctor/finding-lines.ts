import type { Finding } from "./check-up.ts";

const signs = { ok: "✔", warning: "!", failed: "✘" } as const;

/** Findings for people: each with its sign, and what to do about it. */
export const findingLines = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap((finding) => [
    `${signs[finding.state]} ${finding.part}: ${finding.detail}`,
    ...(finding.fix === undefined ? [] : [`    ${finding.fix}`]),
  ]);
