import { createApiKey } from "../../api/keys.ts";
import { deployment } from "../../assets/index.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { isOpen } from "../../core/spec/column.ts";
import { tableNames, type Row, type TableName } from "../../dev/ponton/row.ts";
import { bucketOf } from "./bucket-of.ts";
import { csvOf, dropUnreadable, droppedRecords, landClear } from "./canary-drops.ts";
import { commandsSay } from "./canary-commands.ts";
import { until, type TestDemo } from "./demo.ts";
import type { PersonalMarkers } from "./personal-markers.ts";

/** The tables that declare personal columns, and one of no person, for its undeclared fields. */
export const markedTables = deployment.graph.spec.tables.filter(
  (table) => table.key === "visits" || table.columns.some((column) => !isOpen(column)),
);

const nameOf = ({ key }: TableSpec): TableName => tableNames.find((name) => name === key) ?? "clients";

/** Put markers into the vendor's rows: rows that fit, rows that do not, and what identifies every person there is. */
export function markVendor({ demo }: TestDemo, markers: PersonalMarkers): void {
  const { world } = demo.ponton;
  for (const table of markedTables) {
    const shelf = world.shelf(nameOf(table));
    const [first = {}, second = {}, third = {}] = shelf.sorted();
    shelf.put(markers.marked(table, first, "at the vendor"));
    for (const row of markers.misfits(table, [second, third], "at the vendor")) shelf.put(row);
  }
  for (const client of world.shelf("clients").sorted()) {
    markers.known(client["id"], "the vendor's id of a person");
    markers.known(client["email"], "clients.email");
    markers.known(client["phone"], "clients.phone");
  }
}

/** Give one row of each marked table new markers, as an update at the vendor does. */
export function changeMarked({ demo }: TestDemo, markers: PersonalMarkers): void {
  const { world } = demo.ponton;
  for (const table of markedTables) {
    const row = world.shelf(nameOf(table)).sorted()[3] ?? {};
    world.change(nameOf(table), row, world.clock, markers.marked(table, row, "changed at the vendor"));
  }
}

/** Drop files of clear records, readable and not, and land loads that hold clear values. `staying` are keys of objects that stay in clear once all is loaded or refused; `said` is what commands said of it. */
export async function dropClear(
  night: TestDemo,
  markers: PersonalMarkers,
): Promise<{ readonly staying: readonly string[]; readonly said: Uint8Array }> {
  const store = bucketOf(night);
  const table = deployment.graph.spec.tables.find(({ key }) => key === "clients");
  if (table === undefined) throw new Error("there is no table of clients");
  const making = { table, row: night.demo.ponton.world.shelf("clients").sorted()[5] ?? {}, markers };
  const put = (name: string, text: string) => store.put(`inbox/clients/${name}`, new TextEncoder().encode(text));
  const lines = (records: readonly Row[]): string => records.map((record) => JSON.stringify(record)).join("\n");
  await put("array.json", JSON.stringify(droppedRecords(making, "in a dropped array")));
  await put("lines.jsonl", lines(droppedRecords(making, "in dropped lines")));
  await put("rows.csv", csvOf(droppedRecords(making, "in a dropped CSV")));
  const staying = [...(await dropUnreadable(store, making)), ...(await landClear(store, making))];
  await untilEnded(night, { merged: 3, refused: staying.length });
  const said = await commandsSay(night, {
    clients: lines(droppedRecords(making, "in a file dropped by a command")),
    absent: markers.control("commands"),
  });
  return { staying, said };
}

/** Wait until so many loads that no pass read, or that were refused, have ended. */
async function untilEnded({ demo }: TestDemo, wanted: Readonly<Record<string, number>>): Promise<void> {
  const ended = () =>
    demo.control<{ state: string; n: number }[]>(
      "query",
      "select state, count(*)::int as n from sillage.load where origin = 'foreign' or code is not null group by state",
    );
  const isSo = async (): Promise<boolean> => {
    const counts = new Map((await ended()).map(({ state, n }) => [state, n]));
    return Object.entries(wanted).every(([state, n]) => counts.get(state) === n);
  };
  // Nobody tells of a file that is no S3 server's: it is found by listing.
  await until("what was dropped is loaded or refused", isSo, 240_000).catch(async (error: unknown) => {
    throw new Error(`The loads that ended: ${JSON.stringify(await ended())}`, { cause: error });
  });
}

/** A key that reads every KPI, and what operators see. */
export async function readerKey({ demo }: TestDemo): Promise<string> {
  const { token, record } = createApiKey({
    environment: "dev",
    label: "tests",
    scopes: ["kpi:read", "kpi:individual", "assets:read"],
    days: 1,
    now: new Date(demo.ponton.world.clock),
  });
  await demo.control("addApiKey", record);
  return token;
}
