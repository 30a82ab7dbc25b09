import { createApiKey } from "../../api/keys.ts";
import type { TestDemo } from "./demo.ts";

/** What the KPIs of a stack say of its people: the aliases that `top-clients` names, and how many known people came by `new-vs-returning`. */
export type PeopleAnswers = { readonly aliases: ReadonlySet<string>; readonly came: number };

type Row = Readonly<Record<string, unknown>>;
const everything = "from=2026-08-01&to=2027-01-01&limit=1000";

/** Make a key on a stack, and a way of asking with it: one consumer, so that an alias is one person's. */
export async function peopleAnswers({ demo }: Pick<TestDemo, "demo">): Promise<() => Promise<PeopleAnswers>> {
  const { token, record } = createApiKey({
    environment: "test",
    label: "people",
    scopes: ["kpi:read", "kpi:individual"],
    days: 1,
    now: new Date(),
  });
  await demo.control("addApiKey", record);
  const rows = async (path: string): Promise<readonly Row[]> => {
    const response = await fetch(`${demo.runtime.listening.apiUrl ?? ""}/api/v1/kpi/${path}&${everything}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    const { data }: { readonly data: readonly Row[] } = JSON.parse(text);
    return data;
  };
  return async () => ({
    aliases: new Set((await rows("top-clients?metric=visits")).map((row) => String(row["clientAlias"]))),
    came: (await rows("new-vs-returning?grain=month")).reduce((sum, row) => sum + Number(row["new"]), 0),
  });
}
