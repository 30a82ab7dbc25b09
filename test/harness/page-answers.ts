import type { Role } from "../../pages/login/roles.ts";
import { Answers, has, type Asked, type SeenAnswers } from "./seen-answers.ts";
import { sessionCookie } from "./signed-in.ts";

/** What the pages answer somebody with a role, signed in by the tests' `sessionKey`: every place that links lead to, once, and what is asked beside; headers and bodies. */
export async function pageAnswers(url: string, role: Role, beside: readonly Asked[]): Promise<SeenAnswers> {
  const answers = new Answers(url);
  const { name, value } = sessionCookie(role);
  const headers = { cookie: `${name}=${value}` };
  const known = new Set<string>();
  const open = ["/"];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const place = path.replace(/\?.*$/, "");
    if (known.has(place)) continue;
    known.add(place);
    open.push(...linksIn(await answers.ask({ path, headers, fits: has(200) })));
  }
  for (const one of beside) await answers.ask({ ...one, headers });
  return answers.seen;
}

/** Places of the same server; what documents the API is no page. */
const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:href|src)="(\/(?!docs|openapi|\/)[^"#]*)/g)].map(([, link = ""]) =>
    link.replaceAll("&amp;", "&"),
  );
