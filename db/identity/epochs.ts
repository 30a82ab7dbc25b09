import type {
  Epoch,
  EpochExposure,
  EpochSubject,
  ExposedPerson,
  IdentityStore,
} from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { identityStatements } from "./postgres-identity-statements.ts";

/** Epochs, and people by epoch. */
export const epochs = (
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
> => ({
  epochs: () => sql.query<Epoch>(identityStatements.epochs),
  beginEpoch: (epoch) =>
    sql.transaction(async (scope) => {
      await scope.query(identityStatements.drainEpochs, [epoch]);
      await scope.query(identityStatements.addEpoch, [epoch]);
    }),
  endEpoch: async (epoch, effectiveAt) => void (await sql.query(identityStatements.endEpoch, [epoch, effectiveAt])),
  async subjectsOfEpoch(epoch, at) {
    const [row] = await sql.query<Page>(identityStatements.subjectsOfEpoch, [epoch, ...spanOf(at)]);
    const next = Number(at) + blocks;
    return { at, people: unpacked(row?.packed ?? ""), next: next < (row?.blocks ?? 0) ? String(next) : undefined };
  },
  async moveSubjects({ from, to }, { at, people }) {
    const [lookups, wrapped] = [people.map((row) => row.lookup), people.map((row) => hex(row.wrappedKey))];
    await sql.query(identityStatements.moveSubjects, [from, to, lookups, wrapped, ...spanOf(at)]);
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
});

type Page = { readonly packed: string; readonly blocks: number };

/** Blocks of the table, of 8 KB, that are a page: four to six thousand people, fewer while blocks have room. */
const blocks = 128;

/** The places between which a page is that begins at a block; "" is the first. */
const spanOf = (at: string): readonly [string, string] => [`(${Number(at)},0)`, `(${Number(at) + blocks},0)`];

const unpacked = (packed: string): readonly EpochSubject[] =>
  packed === ""
    ? []
    : packed.split(",").map((person) => {
        const [lookup = "", wrapped = "", kid = ""] = person.split(" ");
        return { lookup, wrappedKey: Buffer.from(wrapped, "hex"), kid: Buffer.from(kid, "hex") };
      });
