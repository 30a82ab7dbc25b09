import { createApiKey } from "../../api/keys.ts";
import { SillageError } from "../../core/errors.ts";
import type { Demo } from "./demo.ts";

/** One KPI as the API answered it. */
export type KpiAnswer = {
  readonly key: string;
  readonly dataAsOf: string | null;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
};

const shown = [
  "revenue?grain=month&from=2026-05-01",
  "revenue-by-territory?from=2026-05-01",
  "top-clients?limit=5&from=2026-05-01",
];

/** What the KPIs are asked of. */
type Asked = Pick<Demo, "control"> & {
  readonly ponton: { readonly world: { readonly clock: string | number } };
  readonly runtime: Pick<Demo["runtime"], "listening">;
};

/** Ask the API for three KPIs with a key made for it, as a consumer would. Throws `demo.no-kpi` for an answer other than 200. */
export async function demoKpis(demo: Asked): Promise<readonly KpiAnswer[]> {
  const { token, record } = createApiKey({
    environment: "dev",
    label: "demo",
    scopes: ["kpi:read", "kpi:individual"],
    days: 1,
    now: new Date(demo.ponton.world.clock),
  });
  await demo.control("addApiKey", record);
  return Promise.all(shown.map((path) => ask(`${demo.runtime.listening.apiUrl ?? ""}/api/v1/kpi/${path}`, token)));
}

async function ask(url: string, token: string): Promise<KpiAnswer> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw noKpi(url, response.status);
  const body: { data?: KpiAnswer["rows"]; meta?: { dataAsOf: string | null } } = JSON.parse(await response.text());
  return {
    key: new URL(url).pathname.split("/").at(-1) ?? "",
    dataAsOf: body.meta?.dataAsOf ?? null,
    rows: body.data ?? [],
  };
}

const noKpi = (url: string, status: number): SillageError =>
  new SillageError({
    code: "demo.no-kpi",
    message: `The KPI API answered ${status} to ${new URL(url).pathname}.`,
    fix: "See `npm run sillage -- status` for what is not loaded or built, then start the demo again: it goes on from there.",
  });
