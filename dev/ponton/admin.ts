import type { IncomingMessage } from "node:http";
import { faultProblem, type Faults, type FaultRule } from "./faults.ts";
import { ledgerOf, worldAt, type Recipe } from "./ledger.ts";
import { tableNames, type TableName, type Value } from "./row.ts";
import type { World } from "./world.ts";

/** What the simulator's own endpoints act on. */
export type Simulation = {
  readonly world: World;
  readonly faults: Faults;
  readonly recipe: () => Recipe;
  readonly advance: (hours: number) => Promise<void>;
};

/** An answer of the simulator's own endpoints. */
type AdminAnswer = { readonly status: number; readonly body: Value };

/** The table of that name, if there is one. */
export const tableNamed = (name: string): TableName | undefined => tableNames.find((table) => table === name);

const refused = (status: number, code: string, detail: string): AdminAnswer => ({
  status,
  body: { error: { code, detail } },
});

/** Answer `/__sim/clock`, `/advance`, `/faults` and `/ledger[/<table>]?at=`. What cannot be done is refused, never ignored. */
export async function administer(simulation: Simulation, request: IncomingMessage, url: URL): Promise<AdminAnswer> {
  const [, , what = "", table = ""] = url.pathname.split("/");
  switch (what) {
    case "clock":
      return told(simulation);
    case "advance": {
      const { hours = 24 }: { hours?: number } = await bodyOf(request);
      if (!(hours > 0)) return refused(400, "BAD_ADVANCE", `${hours} hours do not go forward`);
      await simulation.advance(hours);
      return told(simulation);
    }
    case "faults":
      return fault(simulation, request);
    case "ledger":
      return ledger(simulation, table, url.searchParams.get("at"));
    default:
      return refused(404, "NOT_FOUND", `the simulator has no "${what}"`);
  }
}

function told({ world }: Simulation): AdminAnswer {
  const counts = Object.fromEntries([...world.shelves].map(([name, shelf]) => [name, shelf.size]));
  return { status: 200, body: { clock: new Date(world.clock).toISOString(), counts } };
}

async function fault(simulation: Simulation, request: IncomingMessage): Promise<AdminAnswer> {
  if (request.method === "DELETE") simulation.faults.clear();
  else {
    const { rules = [] }: { rules?: readonly FaultRule[] } = await bodyOf(request);
    const problem = rules.map(faultProblem).find((found) => found !== undefined);
    if (problem !== undefined) return refused(400, "BAD_FAULT", problem);
    simulation.faults.arm(rules);
  }
  return told(simulation);
}

function ledger({ world, recipe }: Simulation, table: string, at: string | null): AdminAnswer {
  const then = at === null || Date.parse(at) === world.clock ? world : worldAt(recipe(), Date.parse(at));
  if (then === undefined)
    return refused(
      400,
      "BAD_INSTANT",
      `the clock never stood at ${String(at)}: it does after each day and after each advance`,
    );
  if (table === "") return { status: 200, body: { at: new Date(then.clock).toISOString(), tables: ledgerOf(then) } };
  const known = tableNamed(table);
  return known === undefined
    ? refused(404, "NOT_FOUND", `there is no table "${table}"`)
    : { status: 200, body: [...then.shelf(known).sorted()] };
}

async function bodyOf<Body>(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString() || "{}");
}
