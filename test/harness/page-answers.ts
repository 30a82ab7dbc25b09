import { sessionCookie } from "./signed-in.ts";

/** What the pages answer an operator, signed in by the tests' `sessionKey`: every place that links lead to, once, and what is asked beside; headers and bodies. */
export async function pageAnswers(url: string, beside: readonly string[]): Promise<Uint8Array> {
  const texts: string[] = [];
  const known = new Set<string>();
  const open = ["/", "/operate", "/dashboards"];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const place = path.replace(/\?.*$/, "");
    if (known.has(place)) continue;
    known.add(place);
    const told = await answer(url, path);
    texts.push(told);
    open.push(...linksIn(told));
  }
  for (const path of beside) texts.push(await answer(url, path));
  return Buffer.from(texts.join("\n"));
}

async function answer(url: string, path: string): Promise<string> {
  const { name, value } = sessionCookie("operator");
  const response = await fetch(`${url}${path}`, {
    headers: { cookie: `${name}=${value}` },
    signal: AbortSignal.timeout(60_000),
  });
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
}

/** Places of the same server; what documents the API is no page. */
const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:href|src)="(\/(?!docs|openapi|\/)[^"#]*)/g)].map(([, link = ""]) =>
    link.replaceAll("&amp;", "&"),
  );
