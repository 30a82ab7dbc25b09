import type { Hono } from "hono";
import type { ApiDeps } from "../../api/deps.ts";
import { throttleOrder } from "../../api/operations/rate-routes.ts";
import { usedRate } from "../../core/throttle/used-rate.ts";
import { valueText } from "../../core/value-text.ts";
import type { ThrottleChange } from "../../core/ports/audit.ts";
import { recentLoads } from "../../db/declare/load-reads.ts";
import { languageOf } from "../language.ts";
import type { PagesEnv } from "../login/guard.ts";
import type { Sessions } from "../login/session.ts";
import { messagePage } from "../message-page.ts";
import type { Show } from "./backfill-pages.ts";
import { liveScript } from "./live-route.ts";
import { throttlePage, type MinuteRate } from "./throttle-page.ts";
import { words } from "./words.ts";

const minutes = 60;

/** Mount the page of the throttle, and the orders of its form, in the name of who signed in. */
export function mountThrottlePage(app: Hono<PagesEnv>, deps: ApiDeps, sessions: Sessions, show: Show): void {
  app.get("/operate/throttle", async (context) => {
    const language = languageOf(context);
    const csrf = sessions.csrfOf(context.get("session").id);
    const [state, used] = await Promise.all([deps.database.throttleState("default"), usedOf(deps)]);
    return show(context, words.throttle[language], throttlePage(state, used, { csrf, language }), [liveScript]);
  });
  app.post("/operate/throttle", async (context) => {
    const { order, bytesPerSecond, reason } = await context.req.parseBody();
    const change = changeOf(order, Number(bytesPerSecond));
    const said = throttleOrder.safeParse({ ...change, reason });
    if (change === undefined || !said.success) return messagePage(context, 400, words.badChange);
    const at = deps.clock.now().toISOString();
    const by = { id: crypto.randomUUID(), who: context.get("session").subject, why: said.data.reason, at };
    await deps.database.changeThrottle(change, by);
    return context.redirect("/operate/throttle", 303);
  });
}

function changeOf(order: unknown, bytesPerSecond: number): ThrottleChange | undefined {
  switch (order) {
    case "rate":
      return { bytesPerSecond };
    case "pause":
    case "resume":
      return { paused: order === "pause" };
    case "off":
    case "on":
      return { enabled: order === "on" };
    default:
      return undefined;
  }
}

/** What our ledger says came in, by whichever process. It is written by the database's clock, which no simulator turns. */
async function usedOf({ database, deployed }: ApiDeps): Promise<readonly MinuteRate[]> {
  const now = Date.now();
  const since = new Date(now - minutes * 60_000).toISOString();
  const [merged, open] = await Promise.all([database.read(recentLoads(since)), database.openLoads()]);
  const inflows = [
    ...merged.map((row) => ({
      bytes: Number(row["bytes"]),
      from: Date.parse(valueText(row["opened_at"])),
      to: Date.parse(valueText(row["ended_at"])),
    })),
    ...open.map(({ bytes, staged, expected, openedAt }) => ({
      bytes: expected === 0 ? 0 : (bytes * staged) / expected,
      from: Date.parse(openedAt),
      to: now,
    })),
  ];
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: deployed.zone });
  return usedRate(inflows, { now, minutes }).map((bytesPerSecond, place) => ({
    minute: clock.format(now - (minutes - place) * 60_000),
    bytesPerSecond,
  }));
}
