import type { CheckResult, Measure } from "../../core/check/check-result.ts";
import type { CheckPort } from "../../core/ports/check-port.ts";
import type { CheckText, CheckTexts } from "../declare/check-text.ts";
import { measureChecks } from "../measure-checks.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { checks } from "./statements/checks.ts";

/** Checks of tables, on what they hold. */
export const checkPort = (sql: SqlSession, texts: CheckTexts): CheckPort => ({
  checkTable: ({ key }, cause, now) =>
    sql.transaction(async (scope) => {
      const [known] = await scope.query<{ id: string | null }>(checks.materialisation, [key]);
      const about = { asset: key, materialisation: known?.id ?? null };
      const results = await measured(scope, texts.get(key) ?? [], {
        ...about,
        now: Date.parse(now),
        head: "",
        params: [],
      });
      await keepResults(scope, { ...about, cause }, results);
      return results;
    }),
  lastResults: (asset) => sql.query<CheckResult>(checks.last, [asset]),
});

/** Content to be checked: `head` stands before each statement, and takes `params`. `materialisation` is what it is known as, null when it is none yet. */
export type Checked = {
  readonly asset: string;
  readonly materialisation: string | null;
  readonly now: number;
  readonly head: string;
  readonly params: readonly unknown[];
};

/** Measure and judge checks of some content. */
export const measured = (
  scope: SqlScope,
  texts: readonly CheckText[],
  { asset, materialisation, now, head, params }: Checked,
): Promise<readonly CheckResult[]> =>
  measureChecks(texts, now, {
    measure: async ({ text }) => (await scope.query<Measure>(`${head}${text.mssql}`, params))[0],
    earlier: async (check) =>
      (await scope.query<{ figure: number }>(checks.earlier, [asset, check, materialisation])).map(
        ({ figure }) => figure,
      ),
  });

/** Keep results: of one cause (a run, a load) once. */
export async function keepResults(
  scope: SqlScope,
  {
    asset,
    cause,
    materialisation,
  }: { readonly asset: string; readonly cause: string; readonly materialisation: string | null },
  results: readonly CheckResult[],
): Promise<void> {
  for (const { check, kind, severity, state, figure, bound, failing } of results) {
    await scope.query(checks.keep, [
      asset,
      check,
      cause,
      kind,
      severity,
      state,
      figure,
      bound,
      failing,
      materialisation,
    ]);
    await scope.query(checks.compact, [asset, check]);
  }
}
