import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowCaster } from "../../activities/to-staged-row.ts";
import type { Database, StagedRow } from "../../core/ports/database.ts";
import { generateMigration } from "../../db/declare/generate-migrations.ts";
import { storedRows } from "../../db/declare/operator-reads.ts";
import {
  and,
  bigint,
  daily,
  date,
  decimal,
  defineGraph,
  gte,
  instant,
  keyset,
  kpi,
  lt,
  mart,
  restSource,
  setting,
  sql,
  table,
  updatedSince,
} from "../../index.ts";

const mint = restSource("mint", { baseUrl: setting("MINT_URL"), manners: { requestsPerSecond: 5, inFlight: 1 } });
/** 28 digits, 10 of them after the point: a float keeps 17. */
const wide = () => decimal(28, 10);

const coins = table("coins", {
  doc: "Amounts that no float holds, and when they were made.",
  from: mint.list("/coins", { paging: keyset("id", 100), since: updatedSince("since"), rows: "data" }),
  columns: {
    id: bigint().key(),
    amount: wide(),
    rate: wide().nullable(),
    madeAt: instant().businessDay(),
    spentAt: instant().nullable(),
    updatedAt: instant().cursor(),
  },
});

const coinsDaily = mart("coins_daily", {
  doc: "Coins of a day.",
  deps: { coins },
  partitions: daily({ from: "2026-01-01", zone: "Europe/Paris" }),
  columns: { day: date().key(1), amount: wide(), most: wide(), lastAt: instant() },
  rows: ({ coins: made }, { q, inDays }) =>
    q
      .select({
        day: sql<string>`${made.businessDay}`,
        amount: sql<string>`cast(sum(${made.amount}) as decimal(28,10))`,
        most: sql<string>`max(${made.amount})`,
        lastAt: sql<Date>`max(${made.madeAt})`,
      })
      .from(made)
      .where(inDays(made.businessDay))
      .groupBy(made.businessDay),
});

const coined = kpi("coined", {
  summary: "Coins by day",
  doc: "What was made on a day.",
  deps: { coinsDaily },
  params: {},
  row: { day: date(), amount: wide(), most: wide() },
  order: ["-amount"],
  rows: ({ coinsDaily: days }, { from, to, q }) =>
    q
      .select({ day: days.day, amount: days.amount, most: days.most })
      .from(days)
      .where(and(gte(days.day, from), lt(days.day, to))),
});

const lastMade = kpi("last_made", {
  summary: "When coins were made last, by day",
  doc: "The instant of a day's last coin, on days whose last one was made in November.",
  deps: { coinsDaily },
  params: {},
  row: { day: date(), lastAt: instant() },
  order: ["-lastAt"],
  rows: ({ coinsDaily: days }, { from, to, q }) =>
    q
      .select({ day: days.day, lastAt: days.lastAt })
      .from(days)
      .where(
        and(
          gte(days.day, from),
          lt(days.day, to),
          gte(days.lastAt, new Date("2026-11-01T00:00:00Z")),
          sql`${days.lastAt} < ${new Date("2026-12-01T00:00:00Z")}`,
        ),
      ),
});

const migrations = pathToFileURL(`${await mkdtemp(join(tmpdir(), "sillage-wide-"))}/`);

/** A deployment of wide decimals and of instants. */
export const exactDeployment = defineGraph({
  zone: "Europe/Paris",
  sources: [mint],
  tables: [coins],
  marts: [coinsDaily],
  kpis: [coined, lastMade],
  jobs: [],
  lookups: {},
  migrations,
});
await generateMigration(exactDeployment, migrations, "initial");

const made = [
  {
    id: 1,
    madeAt: "2026-11-01T12:00:00.001Z",
    amount: "123456789012345678.1234567891",
    rate: "-999999999999999999.9999999999",
  },
  { id: 2, madeAt: "2026-11-01T13:00:00+01:00", amount: "0.0000000001", rate: null },
  {
    id: 3,
    madeAt: "2026-11-02T22:59:59.999Z",
    amount: "123456789012345678.1234567890",
    rate: "0.0000000000",
    spentAt: "9999-12-31T23:59:59.999Z",
  },
] as const;
const loadId = "01W00000000000000000000000";

function staged(): readonly StagedRow[] {
  const cast = rowCaster(coins.spec, "Europe/Paris", { t0: "2026-12-01T00:00:00.000Z", elapsedMs: 0 });
  return made.map((coin, at) => {
    const row = cast({ spentAt: null, ...coin, updatedAt: coin.madeAt, _h: `${coin.id}` }, at + 1);
    if (row.kind !== "row") throw new Error("a coin does not fit");
    return row.row;
  });
}

/** Migrate a database of `exactDeployment`, load coins of three instants on two days, and build their mart. */
export async function storeCoins(database: Database): Promise<void> {
  await database.migrate();
  const { spec } = coins;
  const manifest = { manifestKey: "m", manifestEtag: "e", bytes: 9 };
  await database.openLoad({ loadId, table: "coins", origin: "run", expected: made.length, ...manifest });
  await database.stageBatch(spec, loadId, 1, staged());
  await database.mergeSlice(spec, loadId, { part: 1, from: 1, to: made.length });
  await database.finishLoad(spec, loadId, null);
  await database.buildMart(coinsDaily.spec, undefined);
}

/** What every database promises of values that drivers read in different ways: decimals of 28 digits are stored, summed, compared and read back digit by digit, instants to the millisecond as Dates. `open` gives an empty one of `exactDeployment`. */
export function exactValuesContract(open: () => Promise<Database>): void {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await storeCoins(database);
  });
  afterAll(() => database.close());

  test("a table holds every digit that was landed", async () => {
    const rows = await database.read(storedRows(coins.spec));
    const read = rows.map((row) => ({ id: row["id"], amount: row["amount"], rate: row["rate"] }));
    expect(read.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(
      made.map(({ id, amount, rate }) => ({ id, amount, rate })),
    );
  });

  test("a KPI of a mart answers with sums and maxima to the last digit", async () => {
    const range = { from: "2026-11-01", to: "2026-12-01", site: undefined };
    const first = { day: "2026-11-01", amount: "123456789012345678.1234567892", most: made[0].amount };
    const second = { day: "2026-11-02", amount: made[2].amount, most: made[2].amount };
    const page = (after: readonly string[] | undefined) => coined.statement(range, {}, { after, most: 10 });
    expect(await database.read(page(undefined))).toEqual([first, second]);
    expect(await database.read(page([first.amount]))).toEqual([second]);
    expect(await database.read(page(["123456789012345678.1234567891"]))).toEqual([second]);
  });

  test("instants of a table are Dates, the last one of the calendar too", async () => {
    const rows = await database.read(storedRows(coins.spec));
    const read = rows.map((row) => [row["id"], row["made_at"], row["spent_at"]]);
    expect(read.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [1, new Date("2026-11-01T12:00:00.001Z"), null],
      [2, new Date("2026-11-01T12:00:00.000Z"), null],
      [3, new Date("2026-11-02T22:59:59.999Z"), new Date("9999-12-31T23:59:59.999Z")],
    ]);
  });

  test("a KPI of instants is asked and answered with Dates, and a page goes on behind an instant's text", async () => {
    const range = { from: "2026-01-01", to: "2026-12-01", site: undefined };
    const latest = { day: "2026-11-02", lastAt: new Date("2026-11-02T22:59:59.999Z") };
    const earlier = { day: "2026-11-01", lastAt: new Date("2026-11-01T12:00:00.001Z") };
    const page = (after: readonly string[] | undefined) => lastMade.statement(range, {}, { after, most: 10 });
    expect(await database.read(page(undefined))).toEqual([latest, earlier]);
    expect(await database.read(page([latest.lastAt.toISOString()]))).toEqual([earlier]);
    expect(await database.read(page([earlier.lastAt.toISOString()]))).toEqual([]);
  });
}
