import {
  activity,
  onCommand,
  purpose,
  register,
  retention,
  countRows,
  daily,
  mart,
  sql,
  sumMoney,
  bigint,
  date,
  defineGraph,
  instant,
  int,
  keyset,
  birthYear,
  lookedUp,
  money,
  restSource,
  setting,
  subjectRef,
  table,
  text,
  updatedSince,
  whole,
} from "../../index.ts";

const shop = restSource("shop", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 5, inFlight: 1 } });
const from = (path: string) =>
  shop.list(path, { paging: keyset("id", 100), since: updatedSince("since"), rows: "data" });

/** What those people's data are kept for. */
export const selling = purpose("selling", {
  doc: "Sell and deliver.",
  legalBasis: "contract",
  recipients: ["carriers"],
});

/** Places that people are looked up in. */
export const places = table("places", {
  doc: "Places.",
  from: shop.list("/places", { paging: whole() }),
  columns: { code: text(5).key(), name: text(40) },
});

/** Made-up people: each kind of personal column once. */
export const people = table("people", {
  doc: "People.",
  from: from("/people"),
  subject: "person",
  purposes: [selling],
  columns: {
    id: subjectRef("person").key(),
    lastName: text(40).personal("surname", { seal: true, index: "bucket" }),
    email: text(80).nullable().personal("email", { seal: true, index: "exact" }),
    birthDate: date().nullable().personal("birth date", { seal: true }),
    birthYear: birthYear().from("birth_date").nullable(),
    street: text(80).from("address.street").nullable().personal("postal address", { seal: true }),
    placeCode: lookedUp(5, "places", "code").from("address.city").nullable(),
    notes: text(200).nullable().personal("free text", { drop: true }),
    points: int().kept("points"),
    updatedAt: instant().cursor().kept("date of the last change"),
  },
});

/** Facts that name a person, or nobody. */
export const orders = table("orders", {
  doc: "Orders.",
  from: from("/orders"),
  purposes: [selling],
  columns: {
    id: bigint().key(),
    personId: subjectRef("person").nullable(),
    comment: text(80).nullable().personal("free text", { seal: true }),
    total: money(),
    orderedAt: instant().businessDay(),
    updatedAt: instant().cursor(),
  },
});

/** What is said of those people. */
export const peopleRegister = register({
  controller: "A made-up shop",
  purposes: [selling],
  retentions: [
    retention("person", {
      doc: "People who bought.",
      people,
      years: 3,
      after: [
        activity(people, { person: "id", at: "updatedAt" }),
        activity(orders, { person: "personId", at: "orderedAt" }),
      ],
    }),
  ],
  enforced: onCommand(),
});

/** Orders of a day. */
export const ordersDaily = mart("orders_daily", {
  doc: "Orders of a day.",
  deps: { orders },
  partitions: daily({ from: "2026-01-01", zone: "Europe/Paris" }),
  columns: { day: date().key(1), orders: int(), total: money() },
  rows: ({ orders: sold }, { q, inDays }) =>
    q
      .select({ day: sql<string>`${sold.businessDay}`, orders: countRows(), total: sumMoney(sold.total) })
      .from(sold)
      .where(inDays(sold.businessDay))
      .groupBy(sold.businessDay),
});

/** A small deployment of no customer. */
export const peopleDeployment = defineGraph({
  zone: "Europe/Paris",
  sources: [shop],
  tables: [places, people, orders],
  marts: [ordersDaily],
  kpis: [],
  jobs: [],
  register: peopleRegister,
  lookups: {
    places:
      () =>
      ([city]) => ({ code: city === "Lille" ? "59350" : null }),
  },
  migrations: new URL("people-migrations/", import.meta.url),
});
