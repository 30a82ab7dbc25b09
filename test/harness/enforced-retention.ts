import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { RetentionInput, RetentionResult } from "../../workflows/contracts/runs.ts";
import type { TestDemo } from "./demo.ts";

type Night = Pick<TestDemo, "demo">;

/** Enforce the retention of a stack now, or count only. */
export const enforceRetention = ({ demo }: Night, id: string, input: RetentionInput): Promise<RetentionResult> =>
  demo.client.workflow.execute<(input: RetentionInput) => Promise<RetentionResult>>("enforceRetention", {
    workflowId: id,
    taskQueue: queue.control,
    args: [input],
  });

/** As `enforceRetention`, under an id of the tests. */
export const enforceNow = (night: Night, input: RetentionInput): Promise<RetentionResult> =>
  enforceRetention(night, `${workflowId.retention}/test`, input);

/** Let some clients have done nothing since May 2019: their pseudonyms. */
export async function makeIdle({ demo }: Night, many: number): Promise<readonly string[]> {
  const ask = (sql: string) => demo.control<readonly Record<string, unknown>[]>("query", sql);
  const found = await ask(`select id from "open".clients order by id desc limit ${many}`);
  const pids = found.map(({ id }) => String(id));
  const them = `(${pids.map((pid) => `'${pid}'`).join(", ")})`;
  for (const table of ["orders", "bookings", "visits"])
    await ask(`update "open".${table} set client_id = null where client_id in ${them}`);
  await ask(`delete from "open".passes where client_id in ${them}`);
  await ask(`update "open".clients set created_at = '2019-05-01T12:00:00Z' where id in ${them}`);
  return pids;
}
