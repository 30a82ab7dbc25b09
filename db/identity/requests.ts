import type { KeptTrial, PersonRequest, RequestPerson, RequestPort } from "../../core/ports/requests.ts";
import type { Session } from "../record-entry.ts";
import { hex } from "./hex.ts";
import type { requestStatements } from "./postgres-request-statements.ts";

/** What a dialect says for requests. `instant` is an ISO instant as its parameters take one. */
type Words = {
  readonly requests: Readonly<Record<keyof typeof requestStatements, string>>;
  readonly instant: (iso: string) => string;
};

/** An erased person's row keeps the day alone: beside an exact instant the ledger would say whose pseudonym was whose. */
const dayOf = (at: string): string => `${at.slice(0, 10)}T00:00:00.000Z`;

/** Requests of people, in a dialect's statements. */
export function requests(sql: Session, { requests: text, instant }: Words): RequestPort {
  const number = (statement: string, params: readonly unknown[] = []) => numberOf(sql, statement, params);
  return {
    lookupsByIndex: async (field, index, value) =>
      (await sql.query<{ lookup: string }>(text.lookupsByIndex, [field, index, hex(value)])).map(
        ({ lookup }) => lookup,
      ),
    fileRequest: (id, openedAt, lookups) =>
      sql.transaction(async (scope) => {
        await scope.query(text.fileRequest, [id, instant(openedAt), JSON.stringify(lookups)]);
        await scope.query(text.fileRequestPeople, [id, JSON.stringify(lookups)]);
      }),
    widenRequest: (id, lookups) => widened(sql, text, id, lookups),
    openRequestAbout: async (lookup) => (await sql.query<{ id: string }>(text.openRequestAbout, [lookup]))[0]?.id,
    request: async (id) => (await sql.query<PersonRequest>(text.request, [id]))[0],
    requests: () => sql.query<PersonRequest>(text.requests, []),
    requestPeople: (id) => sql.query<RequestPerson>(text.requestPeople, [id]),
    restrictRequest: (id, at) =>
      sql.transaction(async (scope) => {
        const from = at === null ? null : instant(at);
        await scope.query(text.restrictPeople, [id, from]);
        await scope.query(text.restrictRequest, [id, from]);
      }),
    blankRequest: (id, at) =>
      sql.transaction(async (scope) => {
        for (const statement of [text.noteErased, text.addErasedOf, text.dropIndexesOf, text.blankFormerOf])
          await scope.query(statement, [id]);
        await scope.query(text.blankPeopleOf, [id, instant(dayOf(at))]);
      }),
    keepTrial: async (id, { lookup, trial }) => void (await sql.query(text.keepTrial, [id, lookup, trial])),
    trialsOf: (id) => sql.query<KeptTrial>(text.trialsOf, [id]),
    closeRequest: (id, erasedAt, certificate) =>
      sql.transaction(async (scope) => {
        await scope.query(text.closeRequest, [id, instant(erasedAt), certificate]);
        for (const statement of [text.forgetPeopleOf, text.forgetTrialsOf]) await scope.query(statement, [id]);
      }),
    addErased: (seq, pids, at) =>
      sql.transaction(async (scope) => {
        const list = JSON.stringify(pids);
        await scope.query(text.addErased, [seq, list]);
        await scope.query(text.dropIndexes, [list]);
        await scope.query(text.blankFormer, [list]);
        const [blanked] = await scope.query<{ n: number }>(text.blankPeople, [list, instant(dayOf(at))]);
        return blanked?.n ?? 0;
      }),
    noteSent: async (lookups, at) =>
      void (await sql.query(text.noteSent, [JSON.stringify(lookups), instant(dayOf(at))])),
    forgetErased: (before) =>
      sql.transaction(async (scope) => {
        await scope.query(text.forgetFormer, [instant(before)]);
        const [forgotten] = await scope.query<{ n: number }>(text.forgetErased, [instant(before)]);
        return forgotten?.n ?? 0;
      }),
    entryOf: (pids) => number(text.entryOf, [JSON.stringify(pids)]),
    erasedThrough: () => number(text.erasedThrough),
    countErased: () => number(text.countErased),
    isErased: async (pid) => (await number(text.isErased, [pid])) > 0,
    countIndexes: (pids) => number(text.countIndexes, [JSON.stringify(pids)]),
  };
}

const numberOf = async (sql: Session, statement: string, params: readonly unknown[]): Promise<number> =>
  (await sql.query<{ n: number }>(statement, params))[0]?.n ?? 0;

const widened = (sql: Session, text: Words["requests"], id: string, lookups: readonly string[]): Promise<void> =>
  sql.transaction(async (scope) => {
    await scope.query(text.fileRequestPeople, [id, JSON.stringify(lookups)]);
    await scope.query(text.countRequestPeople, [id]);
  });
