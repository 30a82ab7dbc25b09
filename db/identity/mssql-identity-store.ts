import type { BlindIndexRow, IdentityStore, NewSubject, RootKeyRow, Subject } from "../../core/ports/identity-store.ts";
import { jsonList, utc } from "../mssql/json-list.ts";
import { lockName } from "../mssql/lock-tables.ts";
import type { SqlPool } from "../mssql/session.ts";
import { hex } from "./hex.ts";
import { indexVersions } from "./index-versions.ts";
import { mssqlEpochs } from "./mssql-epochs.ts";
import { indexStatements } from "./mssql-index-statements.ts";
import { mssqlRenewedKeys } from "./mssql-renewed-keys.ts";
import { renewedStatements } from "./mssql-renewed-statements.ts";
import { mssqlReveals } from "./mssql-reveals.ts";
import { revealStatements } from "./mssql-reveal-statements.ts";
import { identityStatements } from "./mssql-identity-statements.ts";
import { requestStatements } from "./mssql-request-statements.ts";
import { requests } from "./requests.ts";

/** The identity store on SQL Server or Azure SQL, in the schema `identity`. */
export function mssqlIdentityStore(sql: SqlPool): IdentityStore {
  const findSubjects = async (lookups: readonly string[]): Promise<readonly (Subject | undefined)[]> => {
    if (lookups.length === 0) return [];
    const rows = await sql.query<Subject>(identityStatements.subjects, [jsonList(lookups)]);
    const byLookup = new Map(rows.map((row) => [row.lookup, row]));
    return lookups.map((lookup) => byLookup.get(lookup));
  };
  return {
    migrate: () =>
      sql.unlimited.transaction(async (scope) => {
        await lockName(scope, "sillage/identity");
        await scope.exec(identityStatements.schema);
        await scope.exec(identityStatements.epochs0002);
        await scope.exec(requestStatements.requests0003);
        await scope.exec(revealStatements.reveals0004);
        await scope.exec(indexStatements.indexes0005);
        await scope.exec(renewedStatements.renewed0006);
        await scope.exec(requestStatements.trials0007);
        await scope.exec(identityStatements.first0008);
      }),
    findSubjects,
    findByPid: async (pid) => (await sql.query<Subject>(identityStatements.subjectByPid, [pid]))[0],
    async createSubjects(candidates) {
      await sql.query(identityStatements.createSubjects, [JSON.stringify(candidates.map(subjectValues))]);
      const stored = await findSubjects(candidates.map((row) => row.lookup));
      return stored.filter((subject) => subject !== undefined);
    },
    saveBlindIndexes: (version, rows) =>
      sql.transaction(async (scope) => {
        const held = await scope.query(indexStatements.holdIndexVersion, [version]);
        if (held.length === 0) return false;
        const kept = latestOf(rows);
        await scope.query(identityStatements.saveBlindIndexes, [JSON.stringify(kept.map(blindValues))]);
        const former = kept.flatMap(({ field, instead = [], pid, updatedAt }) =>
          instead.map((index) => ({ field, index, pid, at: utc(updatedAt) })),
        );
        if (former.length > 0) await scope.query(identityStatements.blankFormerIndexes, [JSON.stringify(former)]);
        return true;
      }),
    rootKeys: () => sql.query<RootKeyRow>(identityStatements.rootKeys),
    async saveRootKey(row) {
      await sql.query(identityStatements.saveRootKey, [row.purpose, row.epoch, hex(row.wrapped), hex(row.check)]);
      const [stored] = await sql.query<RootKeyRow>(identityStatements.rootKey, [row.purpose, row.epoch]);
      return stored ?? row;
    },
    ...mssqlEpochs(sql),
    ...requests(sql, { requests: requestStatements, instant: utc }),
    ...mssqlReveals(sql),
    ...indexVersions(sql, { indexes: indexStatements, instant: utc }),
    ...mssqlRenewedKeys(sql),
    close: () => sql.close(),
  };
}

const subjectValues = ({ lookup, pid, wrappedKey, kid, epoch }: NewSubject) => ({
  lookup,
  pid,
  wrapped: hex(wrappedKey),
  kid: hex(kid),
  epoch,
});

const blindValues = ({ field, index, value, pid, updatedAt }: BlindIndexRow) => ({
  field,
  index,
  value: hex(value),
  pid,
  at: utc(updatedAt),
});

/** Of several values of one field of a person, the newest. */
const latestOf = (rows: readonly BlindIndexRow[]): readonly BlindIndexRow[] => [
  ...new Map(
    rows
      .toSorted((left, right) => Date.parse(left.updatedAt) - Date.parse(right.updatedAt))
      .map((row) => [`${row.field}|${row.index}|${row.pid}`, row]),
  ).values(),
];
