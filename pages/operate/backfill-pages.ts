import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { Operations } from "../../api/operations/operations.ts";
import { reason } from "../../api/operations/order-route.ts";
import { countIn } from "../../core/backfill/walk-windows.ts";
import { SillageError } from "../../core/errors.ts";
import type { Language, Words } from "../../core/spec/dashboard.ts";
import { instantText, numberText } from "../formats.ts";
import { languageOf } from "../language.ts";
import type { Markup } from "../layout.ts";
import type { PagesEnv } from "../login/guard.ts";
import type { Sessions } from "../login/session.ts";
import { messagePage } from "../message-page.ts";
import { factList } from "./fact-list.ts";
import { liveScript } from "./live-route.ts";
import { refreshLink } from "./refresh-link.ts";
import { words } from "./words.ts";

/** Answers with one of the operators' pages. */
export type Show = (
  context: Context<PagesEnv>,
  title: string,
  body: Markup,
  scripts?: readonly string[],
) => Response | Promise<Response>;

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
    const manner = { csrf, language, zone: deps.deployed.zone, workflowPage: deps.workflowPage };
    return show(context, words.backfills[language], backfillsPage(all, manner), [liveScript]);
  });
  for (const steering of steerings)
    app.post(`/operate/backfills/:id/${steering}`, async (context) => {
      const why = reason.safeParse((await context.req.parseBody())["reason"]);
      if (!why.success) return messagePage(context, 400, words.noReason);
      const by = { who: context.get("session").subject, why: why.data };
      try {
        await deps.operations.steerBackfill(`backfill/${context.req.param("id")}`, steering, by);
      } catch (error) {
        if (!(error instanceof SillageError) || error.retryable || error.code.startsWith("db.")) throw error;
        return messagePage(context, 400, words.refused);
      }
      return context.redirect("/operate/backfills", 303);
    });
}

type Manner = {
  readonly workflowPage: ApiDeps["workflowPage"] | undefined;
  readonly csrf: string;
  readonly language: Language;
  readonly zone: string;
};

function backfillsPage(all: readonly Told[], manner: Manner): Markup {
  const { language } = manner;
  return html`<h1>${words.backfills[language]}</h1>
    ${all.length === 0 ? html`<p>${words.noBackfills[language]}</p>` : refreshLink(language)}
    ${all.map((told) => card(told, manner))}`;
}

function card(told: Told, manner: Manner): Markup {
  const { language, zone, workflowPage } = manner;
  const { id, state, request } = told;
  const at = (instant: string | null) => (instant === null ? "–" : instantText(instant, zone, language));
  const facts: readonly (readonly [Words, unknown])[] = [
    [words.state, mark(state, language)],
    [words.progress, progressBar(told, language)],
    [words.selection, request.selection],
    [words.span, `${request.from} – ${request.to ?? ""}`],
    [words.windowsFailed, numberText(countIn(told.tracks, "failed"), "count", language)],
    [words.started, at(told.startedAt)],
    [words.ended, at(told.endedAt)],
  ];
  return html`<section class="panel backfill">
    <h2>${workflowPage === undefined ? id : html`<a href="${workflowPage(id)}">${id}</a>`}</h2>
    <div data-live="${id}">${factList(facts, language)}</div>
    <div data-live="${id} steer">${told.endedAt === null && state !== "cut" ? form(id, manner) : ""}</div>
  </section>`;
}

const mark = (state: Told["state"], language: Language): Markup =>
  html`<span class="state ${state}"><span aria-hidden="true">${icons[state]}</span> ${words[state][language]}</span>`;

function progressBar({ id, tracks }: Told, language: Language): Markup {
  const windows = tracks.reduce((total, track) => total + track.windows, 0);
  const taken = windows - countIn(tracks, "todo");
  const [some, all] = [taken, windows].map((count) => numberText(count, "count", language));
  return html`<progress
      value="${taken}"
      max="${Math.max(1, windows)}"
      aria-label="${words.progress[language]}: ${id}"
    ></progress>
    ${some} / ${all} ${words.windows[language]}`;
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
