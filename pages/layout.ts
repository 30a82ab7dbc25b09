import { html } from "hono/html";
import type { Language, Words } from "../core/spec/dashboard.ts";
import type { Session } from "./login/session.ts";
import { ui } from "./words.ts";

/** A piece of a page. */
export type Markup = ReturnType<typeof html>;

/** A link of a page's head. */
export type NavLink = { readonly path: string; readonly title: Words };

/** What a page is made of. */
export type Page = {
  readonly language: Language;
  readonly title: string;
  /** Where it is, with its query: what the link to the other language changes. */
  readonly at: URL;
  readonly session: Session | undefined;
  /** The token of its forms; none on a page without a session. */
  readonly csrf?: string;
  readonly nav: readonly NavLink[];
  readonly body: Markup;
  /** Scripts of ours that it runs, by path. */
  readonly scripts?: readonly string[];
};

/** A whole page: head, navigation, body. Nothing inline, nothing from elsewhere. */
export const layout = (page: Page): Markup =>
  html`<!doctype html>
    <html lang="${page.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · Sillage</title>
        <link rel="icon" href="/docs/favicon-32x32.png" />
        <link rel="stylesheet" href="/pages/style.css" />
        ${(page.scripts ?? []).map((path) => html`<script type="module" src="${path}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">${ui.skip[page.language]}</a>
        ${head(page)}
        <main id="main" tabindex="-1">${page.body}</main>
      </body>
    </html>`;

const head = ({ language, nav, at, session, csrf }: Page): Markup =>
  html`<header class="top">
    <a class="brand" href="/dashboards">Sillage</a>
    <nav aria-label="${ui.pages[language]}">
      <ul>
        ${nav.map(
          ({ path, title }) =>
            html`<li>
              <a href="${path}" ${path.split("?")[0] === at.pathname ? html`aria-current="page"` : ""}
                >${title[language]}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
    <div class="who">
      ${otherLanguage(language, at)} ${session === undefined ? "" : leave(language, session, csrf ?? "")}
    </div>
  </header>`;

function otherLanguage(language: Language, at: URL): Markup {
  const other = language === "fr" ? "en" : "fr";
  const query = new URLSearchParams(at.search);
  query.set("lang", other);
  const name = { en: "English", fr: "Français" }[other];
  return html`<a lang="${other}" hreflang="${other}" href="${at.pathname}?${query.toString()}">${name}</a>`;
}

const leave = (language: Language, { name }: Session, csrf: string): Markup =>
  html`<form method="post" action="/logout">
    <span>${name}</span>
    <input type="hidden" name="csrf" value="${csrf}" />
    <button>${ui.signOut[language]}</button>
  </form>`;
