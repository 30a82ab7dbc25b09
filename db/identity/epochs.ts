import type { Epoch, EpochSubject, IdentityStore } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { identityStatements } from "./postgres-identity-statements.ts";

/** Epochs, and people by epoch. */
export const epochs = (
  sql: SqlSession,
): Pick<
  IdentityStore,
  "epochs" | "beginEpoch" | "endEpoch" | "subjectsOfEpoch" | "moveSubjects" | "countSubjects"
> => ({
  epochs: () => sql.query<Epoch>(identityStatements.epochs),
  beginEpoch: (epoch) =>
    sql.transaction(async (scope) => {
      await scope.query(identityStatements.drainEpochs, [epoch]);
      await scope.query(identityStatements.addEpoch, [epoch]);
      // Nothing counts rows on PGlite by itself, and not yet after many people came: without figures each batch reads the whole table.
      await scope.query(identityStatements.analyzeSubjects);
    }),
  endEpoch: async (epoch, effectiveAt) => void (await sql.query(identityStatements.endEpoch, [epoch, effectiveAt])),
  async subjectsOfEpoch(epoch, after, limit) {
    const [row] = await sql.query<{ packed: string }>(identityStatements.subjectsOfEpoch, [epoch, after, limit]);
    return unpacked(row?.packed ?? "");
  },
  async moveSubjects({ from, to }, rows) {
    const [lookups, wrapped] = [rows.map((row) => row.lookup), rows.map((row) => hex(row.wrappedKey))];
    await sql.query(identityStatements.moveSubjects, [from, to, lookups, wrapped]);
  },
  async countSubjects(epoch) {
    const [counted] = await sql.query<{ people: number }>(identityStatements.countSubjects, [epoch]);
    return counted?.people ?? 0;
  },
});

const unpacked = (packed: string): readonly EpochSubject[] =>
  packed === ""
    ? []
    : packed.split(",").map((person) => {
        const [lookup = "", wrapped = "", kid = ""] = person.split(" ");
        return { lookup, wrappedKey: Buffer.from(wrapped, "hex"), kid: Buffer.from(kid, "hex") };
      });
