/** A statement and its parameters in their order, the first and the last day under the names `$from` and `$to`. */
export type RawStatement = { readonly text: string; readonly values: readonly unknown[] };

const net = "round(l.total * 100 / (100 + l.vat_rate), 2)";
const counts = "l.deleted_at is null and o.deleted_at is null and o.status <> 'cancelled'";
const within = (day: string): string => `${day} >= $1 and ${day} < $2`;
const sales = `from "open".order_lines l join "open".orders o on o.id = l.order_id
  where ${counts} and ${within("l.business_day")}`;
const refunds = `from "open".refunds r join "open".orders o on o.id = r.order_id
  join lateral (select sum(l.total) as whole, sum(${net}) as net from "open".order_lines l
    where l.order_id = r.order_id and l.deleted_at is null) l on l.whole <> 0
  where r.deleted_at is null and o.deleted_at is null and o.status <> 'cancelled' and ${within("r.business_day")}`;
const refunded = "round(r.amount * l.net / l.whole, 2)";
// A person is whom their number was merged into, one step far: it costs less than the chain, and nobody is merged here.
const person = "coalesce(c.merged_into_id, c.id)";

const revenue = `select period, sum(gross) as gross, sum(refunds) as refunds, sum(net) as net, sum(orders) as orders from (
  select l.business_day as period, sum(l.total) as gross, 0 as refunds, sum(${net}) as net, count(distinct o.id) as orders
  ${sales} group by l.business_day
  union all select r.business_day, 0, sum(r.amount), -sum(${refunded}), 0 ${refunds} group by r.business_day
  union all select d.date, 0, 0, 0, 0 from "open".site_days d where d.open and d.deleted_at is null and ${within("d.date")}
) f group by period order by period`;

const byTerritory = `select p.code, min(p.name) as name, count(distinct ${person}) as clients, sum(f.gross) as gross, sum(f.net) as net,
  sum(f.net) * 1000 / nullif(min(i.people), 0) as per_1000 from (
  select o.site_id, o.client_id, l.total as gross, ${net} as net ${sales}
  union all select o.site_id, o.client_id, 0, -${refunded} ${refunds}
) f join "open".sites s on s.id = f.site_id
left join lateral (select c.departement_code as code, c.departement_name as name from "open".communes c
  where c.insee_code = s.commune_insee limit 1) p on true
left join "open".clients c on c.id = f.client_id and c.deleted_at is null
left join (select departement_code, sum(population) as people from "open".commune_populations
  where parent_code is null group by departement_code) i on i.departement_code = p.code
group by p.code order by p.code`;

const topClients = `select ${person} as client, $2::date - max(f.day) as recency, sum(f.visits) as visits, sum(f.net) as net from (
  select o.client_id, l.business_day as day, 0 as visits, ${net} as net ${sales}
  union all select o.client_id, null, 0, -${refunded} ${refunds}
  union all select v.client_id, v.business_day, 1, 0 from "open".visits v where ${within("v.business_day")}
) f join "open".clients c on c.id = f.client_id and c.deleted_at is null
group by ${person} having max(f.day) is not null order by net desc, client limit 10`;

const values = ["$from", "$to"];

/** The questions of the measurement as one would write them by hand over the tables, without a mart; by KPI. */
export const rawStatements: Readonly<Record<string, RawStatement>> = {
  revenue: { text: revenue, values },
  "revenue-by-territory": { text: byTerritory, values },
  "top-clients": { text: topClients, values },
};
