import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { World } from "../../dev/ponton/world.ts";
import { materialise } from "../../test/harness/api.ts";
import { storeWorld } from "../../test/harness/store-world.ts";

/** First day of the made-up sales, days of them, and when they are looked at. */
export const history = { from: "2024-03-01", days: 897, to: "2026-08-15", seenAt: "2026-08-15T10:00:00.000Z" };

const loaded = `'h', timestamptz '2026-08-15T02:00Z', '01J', 1, i`;
const loadedNames = `_hash, _ordered_at, _load, _part, _line`;
/** Where and when sale number `i` was: in order of time, as an extraction by a cursor stores them, all else pseudo-random, the same each time. */
const facts = (count: number) => `
  from (select i, hashint8(i)::bigint & 2147483647 h, hashint8(i * 31)::bigint & 2147483647 g
        from generate_series(1, ${count}) i) s
  cross join lateral (select date '${history.from}' + ((i - 1)::bigint * ${history.days} / ${count})::int as day, 1 + (g % 8)::int as site) d
  cross join lateral (select (day + make_interval(hours => 8 + (g % 10)::int, mins => (h % 60)::int)) at time zone 'UTC' as at) t`;
const client = (count: number): string => `md5('client ' || (h % ${Math.ceil(count / 5)}))::uuid`;

/** Statements that make so many bookings with their orders, lines, payments, visits and refunds. Ids start above the catalogue's. */
const statements = (count: number): readonly string[] => [
  `insert into "open".clients (id, birth_year, gender, commune_code, country, language, marketing_opt_in, source, created_at, updated_at, ${loadedNames})
   select md5('client ' || i)::uuid, 1950 + i % 60, 'F', places[1 + i % cardinality(places)], 'FR', 'fr', false, 'web', now(), now(), ${loaded}
   from generate_series(0, ${Math.ceil(count / 5)} - 1) i, (select array_agg(distinct insee_code) places from "open".communes) c`,
  `insert into "open".site_days (site_id, date, open, business_day, created_at, updated_at, ${loadedNames})
   select site, day, extract(month from day) between 3 and 11, day, now(), now(), ${loaded}
   from generate_series(0, ${history.days} - 1) i, generate_series(1, 8) site, lateral (select date '${history.from}' + i as day) d
   on conflict do nothing`,
  `insert into "open".sessions (id, site_id, activity_id, starts_at, ends_at, capacity, booked_count, status, business_day, created_at, updated_at, ${loadedNames})
   select 500000000 + i, a.site_id, a.id, at, at + interval '1 hour', 40, 20, 'open', day, at, at, ${loaded}
   from generate_series(1, ${history.days} * 48) i
   join (select id, site_id, row_number() over (order by id) n from "open".activities) a on a.n = 1 + i % 24
   cross join lateral (select date '${history.from}' + (i - 1) / 48 as day) d
   cross join lateral (select (day + make_interval(hours => 8 + i % 10)) at time zone 'UTC' as at) t`,
  `insert into "open".bookings (id, number, session_id, site_id, client_id, channel, party_size, status, booked_at, cancelled_at, cancel_reason, price_total, currency, business_day, created_at, updated_at, ${loadedNames})
   select 10000000 + i, 'B' || i, 500000001 + g % (${history.days} * 48), site, ${client(count)}, (array['web', 'phone', 'desk'])[1 + g % 3], 1 + (h % 5)::int,
     case when g % 20 = 0 then 'cancelled' else 'checked_in' end, at, case when g % 20 = 0 then at end, case when g % 20 = 0 then (array['weather', 'client'])[1 + g % 2] end,
     20 * (1 + h % 5), 'EUR', day, at, at, ${loaded} ${facts(count)}`,
  `insert into "open".orders (id, number, site_id, client_id, booking_id, opened_at, status, subtotal, discount, vat_total, total, business_day, created_at, updated_at, ${loadedNames})
   select 20000000 + i, 'C' || i, site, ${client(count)}, 10000000 + i, at, case when g % 20 = 0 then 'cancelled' else 'paid' end, a, 0, 0, a, day, at, at, ${loaded}
   ${facts(count)} cross join lateral (select 20 * (1 + h % 5) + h % 900 / 100.0 as a) m`,
  `insert into "open".order_lines (id, order_id, line_no, product_id, qty, unit_price, discount, vat_rate, total, business_day, created_at, updated_at, ${loadedNames})
   select 30000000 + i, 20000000 + i, 1, p.id, 1, a, 0, 20, a, day, at, at, ${loaded}
   ${facts(count)} cross join lateral (select 20 * (1 + h % 5) + h % 900 / 100.0 as a) m
   join (select id, row_number() over (order by id) - 1 n, count(*) over () c from "open".products) p on p.n = (g / 8) % p.c`,
  `insert into "open".payments (id, order_id, method, amount, paid_at, status, business_day, created_at, updated_at, ${loadedNames})
   select 40000000 + i, 20000000 + i, (array['web_card', 'card', 'cash'])[1 + g % 3], a, at, 'captured', day, at, at, ${loaded}
   ${facts(count)} cross join lateral (select 20 * (1 + h % 5) + h % 900 / 100.0 as a) m`,
  `insert into "open".visits (id, site_id, client_id, booking_id, gate, entered_at, business_day, created_at, ${loadedNames})
   select 50000000 + i, site, ${client(count)}, 10000000 + i, 'A', at, day, at, ${loaded} ${facts(count)} where g % 20 <> 0`,
  `insert into "open".refunds (id, payment_id, order_id, amount, reason, refunded_at, business_day, created_at, updated_at, ${loadedNames})
   select 60000000 + i, 40000000 + i, 20000000 + i, 10, 'weather', at, day, at, at, ${loaded} ${facts(count)} where g % 25 = 1`,
  `analyze`,
];

/**
 * Store the simulator's catalogue and made-up sales on it, as loads would have; build every mart. Nobody is merged: the
 * other side follows one merge and ours follows the chain, and both are held to one answer.
 */
export async function storeSales(database: Database, bookings: number): Promise<void> {
  await database.migrate();
  const world = new World(7, "tiny");
  await storeWorld(database, (table) => world.shelf(table).sorted());
  await database.query(`update "open".clients set merged_into_id = null where merged_into_id is not null`, []);
  for (const statement of statements(bookings)) await database.query(statement, []);
  for (const mart of deployment.graph.spec.marts) await database.buildMart(mart, undefined);
  await materialise(database, history.seenAt);
  // Else autovacuum does it while somebody measures.
  await database.query("vacuum (analyze)", []);
}
