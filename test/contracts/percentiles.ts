import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { generateMigration } from "../../db/declare/generate-migrations.ts";
import {
  and,
  asInt,
  bigint,
  defineGraph,
  gte,
  instant,
  int,
  keyset,
  kpi,
  lt,
  money,
  percentileDisc,
  restSource,
  setting,
  sql,
  table,
  text,
  updatedSince,
  weightOf,
  weightUpTo,
} from "../../index.ts";

const till = restSource("till", { baseUrl: setting("TILL_URL"), manners: { requestsPerSecond: 5, inFlight: 1 } });

const baskets = table("baskets", {
  doc: "Made-up baskets.",
  from: till.list("/baskets", { paging: keyset("id", 100), since: updatedSince("since"), rows: "data" }),
  columns: {
    id: bigint().key(),
    channel: text(20),
    amount: money().nullable(),
    pieces: int(),
    madeAt: instant().businessDay(),
    updatedAt: instant().cursor(),
  },
});

const basketSizes = kpi("basket-sizes", {
  summary: "Basket sizes",
  doc: "Median and ninth decile of baskets by channel, each basket once and by its pieces.",
  deps: { baskets },
  params: {},
  row: { channel: text(20), median: money(), p90: money(), byPieces: money() },
  order: ["channel"],
  rows: ({ baskets: made }, { from, to, q }) => {
    const one = asInt(1);
    const weighed = q
      .select({
        channel: made.channel,
        amount: made.amount,
        upTo: weightUpTo(one, made.channel, made.amount).as("up_to"),
        whole: weightOf(one, made.channel).as("whole"),
        piecesUpTo: weightUpTo(made.pieces, made.channel, made.amount).as("pieces_up_to"),
        pieces: weightOf(made.pieces, made.channel).as("pieces"),
      })
      .from(made)
      .where(and(gte(made.businessDay, from), lt(made.businessDay, to), sql`${made.amount} is not null`))
      .as("weighed");
    return q
      .select({
        channel: weighed.channel,
        median: percentileDisc<string>(50, weighed.amount, weighed),
        p90: percentileDisc<string>(90, weighed.amount, weighed),
        byPieces: percentileDisc<string>(50, weighed.amount, { upTo: weighed.piecesUpTo, whole: weighed.pieces }),
      })
      .from(weighed)
      .groupBy(weighed.channel);
  },
});

const migrations = pathToFileURL(`${await mkdtemp(join(tmpdir(), "sillage-percentiles-"))}/`);

/** A deployment of one table of amounts and one KPI of their percentiles. */
export const basketDeployment = defineGraph({
  zone: "Europe/Paris",
  sources: [till],
  tables: [baskets],
  marts: [],
  kpis: [basketSizes],
  jobs: [],
  lookups: {},
  migrations,
});
await generateMigration(basketDeployment, migrations, "initial");

type Basket = { readonly channel: string; readonly amount: string | null; readonly pieces: number };

/** Ties, nulls, an even and an odd number, one alone, below zero, accents; and a channel that has nothing but nulls. */
const made: readonly Basket[] = [
  ...["9.00", "10.00", "10.00", "2.50", "100.00", "10.00"].map((amount) => ({ channel: "web", amount, pieces: 1 })),
  ...["-5.00", "7.00", null, "0.00"].map((amount, at) => ({ channel: "guichet", amount, pieces: 1 + at })),
  { channel: "télé", amount: "3.33", pieces: 7 },
  { channel: "papier", amount: null, pieces: 2 },
  ...Array.from({ length: 37 }, (_, at) => ({
    channel: "app",
    amount: `${(at * 7) % 20}.${10 + ((at * 31) % 90)}`,
    pieces: 1 + (at % 5),
  })),
];

/** The least amount that at least so many per cent of the pieces cost no more than. */
function truth(of: readonly Basket[], percent: number, weight: (basket: Basket) => number): string {
  const sorted = of.toSorted((left, right) => Number(left.amount) - Number(right.amount));
  const whole = sorted.reduce((sum, basket) => sum + weight(basket), 0);
  let upTo = 0;
  const found = sorted.find((basket) => (upTo += weight(basket)) * 100 >= whole * percent);
  return found?.amount ?? "none";
}

/** What percentiles need of a database. */
export type PercentileDatabase = Pick<Database, "query" | "read" | "describe" | "close">;

/** What every database answers of percentiles, written once in a KPI. `open` gives an empty, migrated one of `basketDeployment`. */
export function percentileContract(open: () => Promise<PercentileDatabase>): void {
  let database: PercentileDatabase;
  beforeAll(async () => {
    database = await open();
    const rows = made.map(
      ({ channel, amount, pieces }, at) =>
        `(${at}, '${channel}', ${amount ?? "null"}, ${pieces}, '2026-11-01T12:00:00', '2026-11-01T12:00:00', 'h', '2026-11-01T12:00:00', 'L', 1, ${at}, '2026-11-01')`,
    );
    await database.query(
      `insert into "open".baskets (id, channel, amount, pieces, made_at, updated_at, _hash, _ordered_at, _load, _part, _line, business_day) values ${rows.join(", ")}`,
    );
  });
  afterAll(() => database.close());
  const asked = (from: string, to: string) =>
    database.read(basketSizes.statement({ from, to, site: undefined }, {}, { after: undefined, most: 100 }));

  test("medians and ninth deciles are rows' own amounts, with ties, nulls and weights", async () => {
    const channels = ["app", "guichet", "télé", "web"];
    expect(await asked("2026-11-01", "2026-11-02")).toEqual(
      channels.map((channel) => {
        const of = made.filter((basket) => basket.channel === channel && basket.amount !== null);
        return {
          channel,
          median: truth(of, 50, () => 1),
          p90: truth(of, 90, () => 1),
          byPieces: truth(of, 50, ({ pieces }) => pieces),
        };
      }),
    );
  });

  test("a range without rows has no percentile", async () => {
    expect(await asked("2026-12-01", "2026-12-02")).toEqual([]);
  });

  test("PostgreSQL's own percentile_disc says the same", async ({ skip }) => {
    if (!/^PostgreSQL|^PGlite (?:in|at) /.test(database.describe())) return skip("T-SQL has it as a window only");
    const own = await database.query(
      `select channel, percentile_disc(0.5) within group (order by amount) as median, percentile_disc(0.9) within group (order by amount) as p90 from "open".baskets where amount is not null group by channel order by channel collate "C"`,
    );
    const ours = await asked("2026-11-01", "2026-11-02");
    expect(ours.map(({ channel, median, p90 }) => ({ channel, median, p90 }))).toEqual(own);
  });
}
