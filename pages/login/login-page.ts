import type { Context } from "hono";
import { html } from "hono/html";
import type { Language, Words } from "../../core/spec/dashboard.ts";
import { languageOf } from "../language.ts";
import { layout, type Markup } from "../layout.ts";
import { ui } from "../words.ts";
import type { Access } from "./access.ts";

/** What the page is asked with. */
type Asked = { readonly to: string; readonly csrf: string; readonly wrong?: Words };

/** The ways in that are open. */
export function loginPage(context: Context, access: Access, asked: Asked): Response | Promise<Response> {
  const language = languageOf(context);
  const title = ui.signIn[language];
  const at = new URL("/login", context.req.url);
  at.searchParams.set("to", asked.to);
  const { oidc, passphrase } = access;
  const body = html`<section class="login">
    <h1>${title}</h1>
    ${oidc === undefined ? "" : issuerLink(language, asked)}
    ${passphrase === undefined ? "" : passphraseForm(language, asked)}
    ${oidc === undefined && passphrase === undefined ? html`<p>${ui.noSignIn[language]}</p>` : ""}
  </section>`;
  return context.html(layout({ language, title, at, session: undefined, nav: [], body }));
}

const issuerLink = (language: Language, { to }: Asked): Markup =>
  html`<p>
    <a class="button" href="/login/issuer?${new URLSearchParams({ to }).toString()}">${ui.signInWith[language]}</a>
  </p>`;

const passphraseForm = (language: Language, { to, csrf, wrong }: Asked): Markup =>
  html`<form method="post" action="/login/passphrase">
    <label for="passphrase">${ui.passphrase[language]}</label>
    <input
      id="passphrase"
      name="passphrase"
      type="password"
      autocomplete="current-password"
      required
      ${wrong === undefined ? "" : html`aria-describedby="wrong" aria-invalid="true"`}
    />
    ${wrong === undefined ? "" : html`<p id="wrong" role="alert">${wrong[language]}</p>`}
    <input type="hidden" name="to" value="${to}" />
    <input type="hidden" name="csrf" value="${csrf}" />
    <button>${ui.signIn[language]}</button>
  </form>`;
