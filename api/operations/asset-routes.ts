import { z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { depsOf, type AssetSpec } from "../../core/spec/asset.ts";
import { freshnessOf } from "../../core/freshness/freshness-of.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import { personalOf } from "../../core/register/personal-column.ts";
import { assetStates } from "../../core/standing/asset-state.ts";
import { assetStandings, type AssetStanding } from "../asset-standings.ts";
import type { ApiEnv } from "../caller.ts";
import type { ApiDeps } from "../deps.ts";
import { byOf, namedIn, operation, reason } from "./order-route.ts";
import type { Operations } from "./operations.ts";
import { runHref } from "./run-href.ts";

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,99}$/)
  .openapi({ example: "clients" });
const instant = z.string().nullable();
const asset = z.object({
  key: z.string(),
  kind: z.enum(["table", "mart"]),
  doc: z.string(),
  source: z.string().nullable(),
  deps: z.array(z.string()),
  state: z.enum(assetStates).openapi({ description: "`loaded` promises no freshness; the graver word is told first." }),
  freshness: z.string().nullable().openapi({ description: "Null where none is promised." }),
  landedThrough: instant,
  loadedThrough: instant,
  materialisedAt: instant,
  rows: z.number(),
  paused: z.object({ who: z.string(), why: z.string(), at: z.string() }).nullable(),
  incident: z
    .object({ health: z.enum(["late", "failing"]), why: z.string(), openedAt: z.string() })
    .nullable()
    .openapi({ description: "The one that lasts." }),
  failedChecks: z.object({ blocking: z.array(z.string()), warning: z.array(z.string()) }),
  failedRun: z.string().nullable().openapi({ description: "Where the run is told in which its last step failed." }),
  href: z.string(),
});
const column = z.object({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean(),
  doc: z.string().nullable().openapi({ description: "What it means." }),
  personal: z.string().nullable().openapi({ description: "What of a person it says, as the register of processing." }),
  action: z
    .enum(["seal", "drop", "pseudonymise", "generalise", "keep"])
    .nullable()
    .openapi({ description: "What is done with such a value before it is stored." }),
});
const detail = asset.extend({
  columns: z.array(column),
  materialisations: z.array(
    z.object({ id: z.string(), at: z.string(), rows: z.number(), load: z.string().nullable() }),
  ),
});
const because = z.strictObject({ reason });
const marked = z.strictObject({
  mark: z
    .string()
    .min(1)
    .max(64)
    .openapi({ description: "An ISO instant, or a version.", example: "2026-11-20T00:00:00Z" }),
  reason,
});
const changed = z.object({ oldValue: z.string(), newValue: z.string() });
const changes = [
  { order: "pause", says: "Hold an asset: runs leave it as it stands. One that is being extracted ends first." },
  { order: "resume", says: "Let an asset go on, from the next run." },
] as const;

const operations = {
  list: operation({
    method: "get",
    path: "/assets",
    operationId: "list-assets",
    summary: "Every asset, in dependency order, and how fresh it is.",
    scope: "assets:read",
    answer: z.object({ data: z.array(asset) }),
  }),
  show: operation({
    method: "get",
    path: "/assets/{key}",
    operationId: "show-asset",
    summary: "An asset: columns, the last 20 materialisations, who paused it.",
    scope: "assets:read",
    params: { key },
    answer: detail,
  }),
  mark: operation({
    method: "put",
    path: "/assets/{key}/watermark",
    operationId: "set-watermark",
    summary: "Set where the next pass starts; set forward, rows in between are read by a full run only.",
    scope: "admin",
    params: { key },
    body: marked,
    answer: changed,
  }),
};

const changeOf = (order: "pause" | "resume", summary: string) =>
  operation({
    method: "post",
    path: `/assets/{key}/${order}`,
    operationId: `${order}-asset`,
    summary,
    scope: "operate",
    params: { key },
    body: because,
    answer: changed,
  });

/** Mount assets: the list, one, and what is set at one by hand. */
export function mountAssets(app: OpenAPIHono<ApiEnv>, deps: ApiDeps, orders: Operations): void {
  const { graph } = deps.deployed;
  const known = (context: Context<ApiEnv>) => graph.asset(namedIn(context, "key"));
  app.openapi(operations.list, async (context) => {
    const standings = await assetStandings(deps);
    return context.json({ data: graph.assets.map((spec) => told(deps, spec, standings.get(spec.key))) });
  });
  app.openapi(operations.show, async (context) => {
    const spec = known(context);
    const [standings, materialisations] = await Promise.all([
      assetStandings(deps),
      deps.database.materialisations(spec.key),
    ]);
    const columns = spec.columns.map((column) => toldColumn(column, spec));
    return context.json({ ...told(deps, spec, standings.get(spec.key)), columns, materialisations });
  });
  for (const { order, says } of changes)
    app.openapi(changeOf(order, says), async (context) => {
      const by = byOf(context, because.parse(await context.req.json()).reason);
      return context.json(await orders.changeAsset(known(context).key, order, by));
    });
  app.openapi(operations.mark, async (context) => {
    const said = marked.parse(await context.req.json());
    return context.json(await orders.setWatermark(known(context).key, said.mark, byOf(context, said.reason)));
  });
}

function toldColumn(column: ColumnSpec, spec: AssetSpec) {
  const { name, type, nullable, doc = null } = column;
  const { what = null, action = null } = personalOf(column, spec) ?? {};
  return { name, type: type.kind, nullable, doc, personal: what, action };
}

const told = ({ clock }: ApiDeps, spec: AssetSpec, standing: AssetStanding | undefined) => {
  const { mirror, state = "never", pause = null, incident = null, blocked = [], warned = [] } = standing ?? {};
  return {
    key: spec.key,
    kind: spec.kind,
    doc: spec.doc,
    source: spec.kind === "table" ? spec.source : null,
    deps: depsOf(spec),
    state,
    freshness: freshnessOf(spec, mirror?.loadedThrough ?? null, clock.now().getTime()),
    landedThrough: mirror?.landedThrough ?? null,
    loadedThrough: mirror?.loadedThrough ?? null,
    materialisedAt: mirror?.materialisedAt ?? null,
    rows: mirror?.rows ?? 0,
    paused: pause,
    incident,
    failedChecks: { blocking: blocked, warning: warned },
    failedRun: standing?.failedIn == null ? null : runHref(standing.failedIn),
    href: `/api/v1/assets/${spec.key}`,
  };
};
