import {
  bigint,
  bool,
  date,
  defineGraph,
  everything,
  header,
  instant,
  int,
  job,
  keyset,
  money,
  activity,
  onCommand,
  oneOf,
  quantity,
  purpose,
  register,
  restSource,
  retention,
  secret,
  setting,
  subjectRef,
  table,
  text,
  updatedSince,
} from "../../index.ts";

const shop = restSource("shop", {
  baseUrl: setting("BENCH_URL"),
  auth: header("X-Api-Key", secret("BENCH_KEY")),
  manners: { requestsPerSecond: 10_000, inFlight: 4 },
});

/** Twelve open columns of every usual type: what is loaded and extracted in measurements. */
const sales = table("sales", {
  doc: "Made-up sales.",
  from: shop.list("/sales", { paging: keyset("id", 5_000), since: updatedSince("since"), rows: "data" }),
  columns: {
    id: bigint().key(),
    siteId: int(),
    label: text(60),
    reference: text(40).nullable(),
    status: oneOf("open", "paid", "cancelled"),
    quantity: quantity(),
    price: money(),
    total: money(),
    online: bool(),
    day: date(),
    createdAt: instant(),
    updatedAt: instant().cursor(),
  },
});

const measuring = purpose("measuring", { doc: "Measure.", legalBasis: "legitimate interests", recipients: [] });

/** People, for the rate of sealing. */
const people = table("people", {
  doc: "Made-up people.",
  from: shop.list("/people", { paging: keyset("id", 1_000), since: updatedSince("since"), rows: "data" }),
  subject: "person",
  purposes: [measuring],
  columns: {
    id: subjectRef("person").key(),
    firstName: text(80).personal("first name", { seal: true }),
    lastName: text(80).personal("surname", { seal: true }),
    email: text(254).personal("email", { seal: true }),
    phone: text(20).personal("phone", { seal: true }),
    address: text(120).personal("postal address", { seal: true }),
    updatedAt: instant().cursor().kept("date of the last change"),
  },
});

/** What measurements load: no customer's. */
export const deployment = defineGraph({
  zone: "Europe/Paris",
  sources: [shop],
  tables: [sales, people],
  marts: [],
  kpis: [],
  jobs: [job("all", { select: everything(), trigger: onCommand() })],
  register: register({
    controller: "nobody: made-up people",
    purposes: [measuring],
    retentions: [
      retention("person", {
        doc: "Made-up people.",
        people,
        years: 3,
        after: [activity(people, { person: "id", at: "updatedAt" })],
      }),
    ],
    enforced: onCommand(),
  }),
  lookups: {},
  migrations: new URL("migrations/", import.meta.url),
});
