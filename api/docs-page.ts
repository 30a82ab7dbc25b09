import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import type { ApiDeps } from "./deps.ts";
import type { ApiEnv } from "./caller.ts";
import { docsFiles } from "./docs-files.ts";

const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const files = new Map([
  ["swagger-ui.css", "text/css"],
  ["swagger-ui-bundle.js", "text/javascript"],
  ["favicon-32x32.png", "image/png"],
]);

/** Mount the pages: an entry page, and Swagger UI served by ourselves, no script inline, nothing from elsewhere; and whether the process is well, and, by the state of assets, ready. */
export function mountPages(
  app: OpenAPIHono<ApiEnv>,
  deps: ApiDeps & { readonly mirrors: ApiDeps["database"]["mirrors"] },
): void {
  app.get("/docs", (context) => context.html(docsPage));
  for (const { path, type, text } of docsFiles)
    app.get(path, (context) => context.body(text, 200, { "content-type": type }));
  app.get("/docs/:file", async (context) => {
    const type = files.get(context.req.param("file"));
    return type === undefined
      ? context.notFound()
      : context.body(await readFile(join(folder, context.req.param("file"))), 200, {
          "content-type": type,
          "cache-control": "public, max-age=86400",
        });
  });
  app.get("/favicon.ico", (context) => context.redirect("/docs/favicon-32x32.png"));
  // Asked every few seconds by whoever keeps the process up: it must not keep a database awake that may pause.
  app.get("/healthz", (context) => context.json({ status: "ok", kek: deps.kek?.() }));
  // Open to anybody, so it names no server, and asks for nobody more often than the state is looked at anyway.
  app.get("/readyz", async (context) => {
    await deps.mirrors();
    return context.json({ status: "ok" });
  });
  // The pages for people have an entry of their own.
  if (deps.pages === undefined) app.get("/", (context) => context.html(entryPage(deps)));
}

const docsPage = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>Sillage API</title>
      <link rel="icon" href="/docs/favicon-32x32.png" />
      <link rel="stylesheet" href="/docs/swagger-ui.css" />
      <link rel="stylesheet" href="/docs/access.css" />
    </head>
    <body>
      <main id="ui"></main>
      <script src="/docs/swagger-ui-bundle.js"></script>
      <script src="/docs/start.js"></script>
    </body>
  </html>`;

const entryPage = ({ deployed, temporalUi }: Pick<ApiDeps, "deployed" | "temporalUi">) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Sillage</title>
      </head>
      <body>
        <main>
          <h1>Sillage</h1>
          <p>${deployed.kpis.length} KPIs over ${deployed.graph.assets.length} assets.</p>
          <ul>
            <li><a href="/docs">API documentation</a></li>
            <li><a href="/openapi.json">OpenAPI document</a></li>
            ${temporalUi === undefined ? "" : html`<li><a href="${temporalUi}">Temporal Web UI</a></li>`}
          </ul>
        </main>
      </body>
    </html>`;
