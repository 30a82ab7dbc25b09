import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import type { Database } from "../core/ports/database.ts";
import { openDatabase } from "../db/open-database.ts";
import { materialise, testApi } from "../test/harness/api.ts";
import { leaksOf } from "../test/harness/homes-system.ts";
import { smallWorld, storePeople, storePlaces } from "../test/harness/small-worlds.ts";
import { askOfHomes, type AskRows } from "../test/harness/told-of-homes.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: true }, deployment);
  await database.migrate();
  await storePlaces(database);
  await materialise(database, "2026-07-03T02:00:00.000Z");
});
afterAll(() => database.close());

/** The API over the database, where fewer than `people` are hidden; nobody who asks is held back. */
async function asking(people: number): Promise<AskRows> {
  const often = { perSecond: 1e6, burst: 1e6 };
  const { get } = await testApi(
    {
      deployed: { ...deployment, suppression: { ...deployment.suppression, people } },
      access: { trustedProxies: [], manners: { caller: often, address: often } },
      memory: { stateMs: 600_000, answersMs: 0 },
    },
    database,
  );
  return async (path) => {
    const response = await get(`/api/v1/kpi/${path}`);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
    const { data }: { readonly data: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(text);
    return data;
  };
}

test.each([
  { people: 5, seeds: 5 },
  { people: 11, seeds: 5 },
])(
  "of $seeds small worlds no cell of fewer than $people people, and none that is hidden, follows from all that the API tells",
  async ({ people, seeds }) => {
    const ask = await asking(people);
    const looked = { hidden: 0, few: 0, comers: 0, told: 0 };
    for (let seed = 1; seed <= seeds; seed++) {
      const deeds = smallWorld(seed, people);
      await storePeople(database, deeds);
      const told = await askOfHomes(ask, deeds);
      const found = leaksOf(told, deeds, people);
      expect({ seed, leaks: found.leaks }).toEqual({ seed, leaks: [] });
      looked.hidden += found.looked.hidden;
      looked.few += found.looked.few;
      looked.comers += found.looked.comers;
      looked.told += told.sums.filter(({ of, clients }) => of === "territory" && clients > 0).length;
    }
    // Where nothing is hidden, or nothing told, nothing could follow.
    expect(Math.min(looked.hidden, looked.comers, looked.told)).toBeGreaterThan(50);
  },
  600_000,
);
