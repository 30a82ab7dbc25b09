import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generateMigration } from "../../db/declare/generate-migrations.ts";
import {
  and,
  unique,
  sumsMatch,
  sourceFresh,
  rowCount,
  rowChange,
  references,
  nullShare,
  isNull,
  isNotNull,
  gt,
  failing,
  eq,
  between,
  acceptedValues,
  bigint,
  countRows,
  daily,
  date,
  defineGraph,
  instant,
  int,
  keyset,
  mart,
  mergedInto,
  money,
  reidentification,
  restSource,
  setting,
  sql,
  subjectRef,
  sumMoney,
  table,
  updatedSince,
} from "../../index.ts";
import {
  orders,
  ordersDaily,
  people,
  peopleDeployment,
  peopleRegister,
  places,
  selling,
} from "../fakes/people-deployment.ts";

const depot = restSource("depot", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 5, inFlight: 1 } });

/** Lines of orders: the day of a line is its order's. */
export const lines = table("lines", {
  doc: "Lines of orders.",
  from: depot.list("/lines", { paging: keyset("id", 100), since: updatedSince("since"), rows: "data" }),
  columns: {
    id: bigint().key(),
    orderId: bigint().ref(orders),
    total: money(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
  },
  dayOf: { column: "orderId", table: orders },
  checks: [
    unique("orderId", "total"),
    nullShare("deletedAt", { warnAbove: 0.5 }),
    reidentification(["total", "deletedAt"], { warnAbove: 0.3 }),
    rowCount({ atLeast: 2, atMost: 100 }),
    rowChange({ last: 3, fall: 0.5, rise: 0.5 }),
    references("orderId", orders),
    acceptedValues("orderId", [7, 8, 9]),
    between("total", { atLeast: 0, atMost: "99.50" }),
    sumsMatch("total", { of: orders, column: "total", within: { amount: 0.5 } }).warning(),
    sourceFresh("1 hour"),
    (self) =>
      failing("worth more than its order", {
        deps: { orders },
        rows: ({ q }, { orders: sold }) =>
          q
            .select({ id: self.id })
            .from(self)
            .innerJoin(sold, eq(sold.id, self.orderId))
            .where(gt(self.total, sold.total)),
      }),
  ],
});

/** Records of people, some of which the source merged. */
export const members = table("members", {
  doc: "Members.",
  from: depot.list("/members", { paging: keyset("id", 100), since: updatedSince("since"), rows: "data" }),
  subject: "person",
  purposes: [selling],
  columns: {
    id: subjectRef("person").key(),
    mergedIntoId: mergedInto("person").nullable(),
    updatedAt: instant().cursor().kept("date of the last change"),
  },
});

/** What was sold on a day, by lines alone. */
export const linesDaily = mart("lines_daily", {
  doc: "Lines of a day.",
  deps: { lines },
  partitions: daily({ from: "2026-01-01", zone: "Europe/Paris" }),
  columns: { day: date().key(1), lines: int(), total: money() },
  checks: [
    unique("day"),
    between("total", { atMost: 999 }),
    sumsMatch("total", {
      of: lines,
      column: "total",
      where: (sold) => and(isNull(sold.deletedAt), isNotNull(sold.businessDay)),
      within: { share: 0.01 },
    }),
    rowChange({ last: 3, fall: 0.2 }),
  ],
  rows: ({ lines: sold }, { q, inDays }) =>
    q
      .select({ day: sql<string>`${sold.businessDay}`, lines: countRows(), total: sumMoney(sold.total) })
      .from(sold)
      .where(and(inDays(sold.businessDay), sql`${sold.businessDay} is not null`))
      .groupBy(sold.businessDay),
});

/** What each person bought on a day, by the orders alone. */
export const buyersDaily = mart("buyers_daily", {
  doc: "Orders of a day and person.",
  deps: { orders },
  partitions: daily({ from: "2026-01-01", zone: "Europe/Paris" }),
  columns: { day: date().key(1), person: subjectRef("person").key(2), orders: int() },
  rows: ({ orders: sold }, { q, inDays }) =>
    q
      .select({ day: sql<string>`${sold.businessDay}`, person: sql<string>`${sold.personId}`, orders: countRows() })
      .from(sold)
      .where(and(inDays(sold.businessDay), isNotNull(sold.personId)))
      .groupBy(sold.businessDay, sold.personId),
});

const migrations = pathToFileURL(`${await mkdtemp(join(tmpdir(), "sillage-sample-"))}/`);

/** The people's deployment with lines beside its orders; its migration is generated anew. */
export const sampleDeployment = defineGraph({
  ...peopleDeployment,
  sources: [...peopleDeployment.graph.spec.sources.map((spec) => ({ spec })), depot],
  tables: [places, people, orders, lines, members],
  marts: [ordersDaily, linesDaily, buyersDaily],
  jobs: [],
  register: peopleRegister,
  lookups: Object.fromEntries(peopleDeployment.lookups),
  sensors: [],
  reveals: [],
  migrations,
});
await generateMigration(sampleDeployment, migrations, "initial");
