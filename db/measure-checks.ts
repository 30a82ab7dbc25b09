import type { CheckResult, Measure } from "../core/check/check-result.ts";
import { judgeCheck } from "../core/check/judge-check.ts";
import type { DialectName } from "../core/ports/database.ts";
import type { CheckText } from "./declare/check-text.ts";
import type { Scope } from "./record-entry.ts";

/** What a dialect says for checks and for what is kept of them. */
export type CheckStatements = {
  readonly dialect: DialectName;
  readonly checks: Readonly<Record<"materialisation" | "earlier" | "last" | "keep" | "compact", string>>;
};

/** Content to be checked: `head` stands before each statement, and takes `params`. `materialisation` is what it is known as, null when it is none yet; `now` an instant of the clock that rules (ms). */
export type Checked = {
  readonly asset: string;
  readonly materialisation: string | null;
  readonly now: number;
  readonly head: string;
  readonly params: readonly unknown[];
};

const nothing: Measure = { figure: null, failing: null, compared: null, latest: null };

/** Measure checks of some content and judge them, beside the figures of earlier materialisations, newest first. */
export async function measureChecks(
  scope: Scope,
  { dialect, checks }: CheckStatements,
  texts: readonly CheckText[],
  { asset, materialisation, now, head, params }: Checked,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { spec, text } of texts) {
    const earlier =
      spec.kind === "rowChange"
        ? await scope.query<{ figure: number }>(checks.earlier, [asset, spec.name, materialisation])
        : [];
    const [measure] = await scope.query<Measure>(`${head}${text[dialect]}`, params);
    results.push(judgeCheck(spec, measure ?? nothing, { earlier: earlier.map(({ figure }) => figure), now }));
  }
  return results;
}
