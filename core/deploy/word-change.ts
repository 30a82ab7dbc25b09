/** Words whose values say little, or too much, to people. */
const told: Readonly<Record<string, string>> = {
  version: "its query changes",
  deps: "what its deps do to its days changes",
  "read.filter": "what the source is asked for changes",
  "read.paging": "how its pages follow one another changes",
  lookups: "what is looked up for it changes",
  automation: "the condition on which it is worked on by itself changes",
};
/** Characters of a value that is shown. */
const shown = 40;

/** One word's change in a phrase: from what to what, where that is short. */
export function wordChange(word: string, before: unknown, after: unknown): string {
  const phrase = told[word];
  if (phrase !== undefined) return phrase;
  const [from, to] = [valueText(before), valueText(after)];
  return from.length + to.length > 2 * shown ? `${word} changes` : `${word} ${from} → ${to}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "ms" in value) return `within ${Number(value.ms) / 3_600_000} h`;
  if (typeof value === "object" && value !== null && "cron" in value && "zone" in value)
    return `${String(value.cron)} (${String(value.zone)})`;
  if (typeof value === "object" && value !== null && "time" in value && "zone" in value)
    return `by ${String(value.time)} (${String(value.zone)})`;
  return JSON.stringify(value);
}
