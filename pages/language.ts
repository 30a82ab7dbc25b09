import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Language } from "../core/spec/dashboard.ts";

const cookie = "sillage_lang";
const isLanguage = (word: string | undefined): word is Language => word === "en" || word === "fr";

/** The language of an answer: that of the link that was followed, which is remembered, else what the browser asks for. */
export function languageOf(context: Context): Language {
  const asked = context.req.query("lang");
  if (isLanguage(asked)) {
    setCookie(context, cookie, asked, { path: "/", sameSite: "Lax", httpOnly: true, maxAge: 31_536_000 });
    return asked;
  }
  const known = getCookie(context, cookie);
  return isLanguage(known) ? known : preferred(context.req.header("accept-language") ?? "");
}

/** The first of the languages that we speak, in the order of their weights; English where none is asked for. */
function preferred(header: string): Language {
  const wishes = header.split(",").map((part) => {
    const [tag = "", quality] = part.trim().toLowerCase().split(";q=");
    return { language: tag.slice(0, 2), weight: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const [first] = wishes
    .toSorted((left, right) => right.weight - left.weight)
    .map(({ language }) => language)
    .filter(isLanguage);
  return first ?? "en";
}
