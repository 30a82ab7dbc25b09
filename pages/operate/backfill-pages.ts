import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { Operations } from "../../api/operations/operations.ts";
import { reason } from "../../api/operations/order-route.ts";
import { countIn } from "../../core/backfill/walk-windows.ts";
import { SillageError } from "../../core/errors.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText, numberText } from "../formats.ts";
import { languageOf } from "../language.ts";
import type { Markup } from "../layout.ts";
import type { PagesEnv } from "../login/guard.ts";
import type { Sessions } from "../login/session.ts";
import { messagePage } from "../message-page.ts";
import { words } from "./words.ts";

/** Answers with one of the operators' pages. */
export type Show = (context: Context<PagesEnv>, title: string, body: Markup) => Response | Promise<Response>;

type Parts = { readonly deps: ApiDeps; readonly sessions: Sessions; readonly show: Show };
type Told = Awaited<ReturnType<Operations["backfills"]>>[number];
const steerings = ["pause", "resume", "cancel"] as const;
const icons = {
  running: "…",
  done: "●",
  skipped: "▲",
  failed: "✕",
  cancelled: "■",
  cut: "▲",
  stalled: "▲",
  unknown: "?",
} as const;

/** Mount the list of backfills, and the orders that its forms send: those of the API, in the name of who signed in. */
export function mountBackfillPages(app: Hono<PagesEnv>, { deps, sessions, show }: Parts): void {
  app.get("/operate/backfills", async (context) => {
    const language = languageOf(context);
    const csrf = sessions.csrfOf(context.get("session").id);
    const all = await deps.operations.backfills();
    return show(context, words.backfills[language], backfillsPage(all, { csrf, language, zone: deps.deployed.zone }));
  });
  for (const steering of steerings)
    app.post(`/operate/backfills/:id/${steering}`, async (context) => {
      const why = reason.safeParse((await context.req.parseBody())["reason"]);
      if (!why.success) return messagePage(context, 400, words.noReason);
      const by = { who: context.get("session").name, why: why.data };
      try {
        await deps.operations.steerBackfill(`backfill/${context.req.param("id")}`, steering, by);
      } catch (error) {
        if (!(error instanceof SillageError) || error.retryable || error.code.startsWith("db.")) throw error;
        return messagePage(context, 400, words.refused);
      }
      return context.redirect("/operate/backfills", 303);
    });
}

type Manner = { readonly csrf: string; readonly language: Language; readonly zone: string };

function backfillsPage(all: readonly Told[], manner: Manner): Markup {
  const { language } = manner;
  const titles = [
    words.backfill,
    words.state,
    words.selection,
    words.span,
    words.windows,
    words.windowsFailed,
    words.started,
    words.steer,
  ];
  return html`<h1>${words.backfills[language]}</h1>
    <div class="scroll" tabindex="0" role="region" aria-label="${words.backfills[language]}">
      <table class="facts">
        <thead>
          <tr>
            ${titles.map((title) => html`<th scope="col">${title[language]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${all.map((told) => row(told, manner))}
        </tbody>
      </table>
    </div>`;
}

function row(told: Told, manner: Manner): Markup {
  const { language, zone } = manner;
  const { id, state, request, tracks } = told;
  const windows = tracks.reduce((total, track) => total + track.windows, 0);
  return html`<tr>
    <th scope="row">${id}</th>
    <td>
      <span class="state ${state}"><span aria-hidden="true">${icons[state]}</span> ${words[state][language]}</span>
    </td>
    <td>${request.selection}</td>
    <td>${request.from} – ${request.to ?? ""}</td>
    <td>${numberText(windows, "count", language)}</td>
    <td>${numberText(countIn(tracks, "failed"), "count", language)}</td>
    <td>${instantText(told.startedAt, zone, language)}</td>
    <td>${told.endedAt === null && state !== "cut" ? form(id, manner) : "–"}</td>
  </tr>`;
}

const form = (id: string, { csrf, language }: Manner): Markup =>
  html`<form method="post">
    <input type="hidden" name="csrf" value="${csrf}" />
    <label>${words.reason[language]} <input name="reason" required maxlength="300" /></label>
    ${steerings.map(
      (steering) =>
        html`<button formaction="/operate/backfills/${id.slice("backfill/".length)}/${steering}">
          ${words[steering][language]}
        </button> `,
    )}
  </form>`;
