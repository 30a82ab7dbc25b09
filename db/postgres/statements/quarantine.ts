/** A row waits until the load that replays it is merged: a replay that failed on its way has changed nothing. */
const waiting = `(q.replayed_load is null or not exists (select 1 from sillage.load r where r.load_id = q.replayed_load and r.state = 'merged'))`;
const line = `q.load_id as "loadId", q.table_key as "table", q.part, q.line, q.column_name as "column", q.rule, l.manifest_key as "manifestKey"`;
const inOrder = "order by q.load_id, q.part, q.line limit 10000";
/** A restricted person's record opens for nobody: it waits until the restriction is lifted. */
const opens = "not exists (select 1 from sillage.restricted_person p where p.pid = q.pid)";
const ofMerged = "join sillage.load l on l.load_id = q.load_id and l.state = 'merged'";

/** What rows that did not fit are asked. */
export const quarantine = {
  waiting: `select ${line} from sillage.quarantine q join sillage.load l on l.load_id = q.load_id
       where ${waiting} and ($1::text is null or q.table_key = $1) ${inOrder}`,
  next: `select q.load_id as "loadId" from sillage.quarantine q ${ofMerged}
       where ${waiting} and ${opens} and q.table_key = $1 and ($2::text is null or q.load_id = $2) and ($3::text is null or q.load_id > $3) order by q.load_id limit 1`,
  claim: `with chosen as (
         select ${line} from sillage.quarantine q ${ofMerged}
         where ${waiting} and ${opens} and q.load_id = $1 ${inOrder}),
       claimed as (
         update sillage.quarantine q set replayed_load = $2 from chosen c
         where q.load_id = c."loadId" and q.part = c.part and q.line = c.line returning q.load_id)
       select c.* from chosen c where exists (select 1 from claimed) order by c.part, c.line`,
} as const;
