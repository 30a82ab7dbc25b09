import type {
  Epoch,
  EpochExposure,
  EpochSubject,
  ExposedPerson,
  IdentityStore,
} from "../../core/ports/identity-store.ts";
import { utc } from "../mssql/json-list.ts";
import type { SqlSession } from "../mssql/session.ts";
import { hex } from "./hex.ts";
import { identityStatements } from "./mssql-identity-statements.ts";

/** People of a page, which is in the order of look-ups: that of the table itself. */
const page = 5_000;

/** Epochs, people by epoch, and what rotation changes of the keyring, on SQL Server or Azure SQL. */
export const mssqlEpochs = (
  sql: SqlSession,
): Pick<
  IdentityStore,
  | "epochs"
  | "beginEpoch"
  | "endEpoch"
  | "subjectsOfEpoch"
  | "moveSubjects"
  | "countSubjects"
  | "epochExposure"
  | "exposedPeople"
  | "replaceRootKey"
  | "dropRootKey"
> => ({
  epochs: () => sql.query<Epoch>(identityStatements.epochs),
  beginEpoch: (epoch) =>
    sql.transaction(async (scope) => {
      await scope.query(identityStatements.drainEpochs, [epoch]);
      await scope.query(identityStatements.addEpoch, [epoch]);
    }),
  endEpoch: async (epoch, effectiveAt) =>
    void (await sql.query(identityStatements.endEpoch, [epoch, utc(effectiveAt)])),
  async subjectsOfEpoch(epoch, at) {
    const people = await sql.query<EpochSubject>(identityStatements.subjectsOfEpoch, [epoch, at, page]);
    return { at, people, next: people.length < page ? undefined : people.at(-1)?.lookup };
  },
  async moveSubjects({ from, to }, { people }) {
    const moved = people.map(({ lookup, wrappedKey }) => ({ lookup, wrapped: hex(wrappedKey) }));
    await sql.query(identityStatements.moveSubjects, [from, to, JSON.stringify(moved)]);
  },
  async countSubjects(epoch) {
    const [counted] = await sql.query<{ people: number }>(identityStatements.countSubjects, [epoch]);
    return counted?.people ?? 0;
  },
  async epochExposure(epoch) {
    const [found] = await sql.query<EpochExposure>(identityStatements.epochExposure, [epoch]);
    return found;
  },
  exposedPeople: (epoch, after, most) =>
    sql.query<ExposedPerson>(identityStatements.exposedPeople, [epoch, after, most]),
  async replaceRootKey({ purpose, epoch, wrapped }, was) {
    await sql.query(identityStatements.replaceRootKey, [purpose, epoch, hex(wrapped), hex(was)]);
  },
  async dropRootKey(purpose, epoch) {
    await sql.query(identityStatements.dropRootKey, [purpose, epoch]);
  },
});
