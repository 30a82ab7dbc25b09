import type { IndexStep, IndexVersion, IndexVersionPort, LaggingIndex } from "../../core/ports/index-versions.ts";
import type { Session } from "../record-entry.ts";
import type { indexStatements } from "./postgres-index-statements.ts";

const named = ({ field, from, to }: IndexStep): readonly string[] => [field, from, to];

/** What a dialect says for versions of the blind indexes. `instant` is an ISO instant as its parameters take one. */
type Words = {
  readonly indexes: Readonly<Record<keyof typeof indexStatements, string>>;
  readonly instant: (iso: string) => string;
};

/** Versions of the blind indexes, in a dialect's statements. */
export const indexVersions = (sql: Session, { indexes: text, instant }: Words): IndexVersionPort => ({
  indexVersions: () => sql.query<IndexVersion>(text.indexVersions, []),
  beginIndexVersion: (version) =>
    sql.transaction(async (scope) => {
      await scope.query(text.drainIndexes, [version]);
      await scope.query(text.addIndexVersion, [version]);
    }),
  endIndexVersion: (version) =>
    sql.transaction(async (scope) => {
      await scope.query(text.dropIndexVersion, [version]);
      await scope.query(text.endIndexVersion, [version]);
    }),
  laggingIndexes: (step, after, limit) => sql.query<LaggingIndex>(text.laggingIndexes, [...named(step), after, limit]),
  countLagging: async (step) => (await sql.query<{ n: number }>(text.countLagging, named(step)))[0]?.n ?? 0,
  countDraining: async (before) => (await sql.query<{ n: number }>(text.countDraining, [instant(before)]))[0]?.n ?? 0,
});
