/** How an answer is written: `excel` is CSV for a French Excel. */
export type Media = "json" | "csv" | "excel";

type Wish = { readonly type: string; readonly weight: number };

/** The medium that a caller asked for by parameter, else by `Accept` with its weights; undefined when none of them is served. */
export function mediaOf(
  accept: string | undefined,
  query: { readonly format?: string | undefined; readonly csv?: string | undefined },
): Media | undefined {
  const csv = query.csv === "excel" ? "excel" : "csv";
  if (query.format === "csv") return csv;
  if (query.format === "json") return "json";
  const wishes = (accept ?? "*/*").split(",").map(toWish);
  const [json, text] = [weightOf(wishes, "application/json"), weightOf(wishes, "text/csv")];
  if (json === 0 && text === 0) return undefined;
  return text > json ? csv : "json";
}

function toWish(part: string): Wish {
  const [type = "", ...settings] = part.split(";").map((piece) => piece.trim().toLowerCase());
  const quality = settings.find((setting) => setting.startsWith("q="));
  return { type, weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

/** The weight of the wish that names a type most exactly. */
function weightOf(wishes: readonly Wish[], type: string): number {
  const names = [type, `${type.split("/")[0] ?? ""}/*`, "*/*"];
  return names.flatMap((name) => wishes.find((wish) => wish.type === name) ?? [])[0]?.weight ?? 0;
}
