import type { By } from "../../core/ports/audit.ts";
import type { ConcurrencyOrder, WatermarkOrder } from "../contracts/control-messages.ts";

/** An order as it was understood, or why it was not: one sentence without the value seen, which may name a person. */
export type Read<Order> = { readonly order: Order } | { readonly problem: string };

/** Longest words of an operator, in characters. */
const longest = { who: 100, why: 300, cursor: 2_000 };
/** Whom signals without an argument were taken for, before who and why had to be said. */
const unsaid: By = { who: "Web UI", why: "not said" };
/** Assets that a run may work on at once. */
const atOnce = { least: 1, most: 32 };

/** Read who changes something and why. */
export function readBy(argument: unknown): Read<By> {
  const [who, why] = [textOf(argument, "who"), textOf(argument, "why")];
  if (who === undefined) return { problem: `\`who\` must be a text of 1 to ${longest.who} characters.` };
  if (why === undefined) return { problem: `\`why\` must be a text of 1 to ${longest.why} characters.` };
  return { order: { who, why } };
}

/** As signals were read before who and why had to be said: nothing said is taken for somebody in the Web UI. Histories of then go on so. */
export const readUnsaidBy = (argument: unknown): Read<By> => readBy(argument ?? unsaid);

/** The same of a signal that says something else besides. */
export const readUnsaidBesides = (argument: unknown): Read<By> =>
  fieldOf(argument, "who") === undefined && fieldOf(argument, "why") === undefined
    ? { order: unsaid }
    : readBy(argument);

/** Read a watermark to set: an instant in UTC, or a version. Whether the table can have it is judged elsewhere. */
export function readWatermark(argument: unknown): Read<WatermarkOrder> {
  const by = readBy(argument);
  if ("problem" in by) return by;
  const mark = fieldOf(argument, "mark");
  if (typeof mark !== "string" || mark.trim() === "" || mark.length > 40)
    return { problem: "`mark` must be an ISO instant, such as 2026-11-25T02:15:00Z, or a version." };
  return { order: { ...by.order, mark: mark.trim() } };
}

/** Read how many assets a run is to work on at once. */
export function readConcurrency(argument: unknown): Read<ConcurrencyOrder> {
  const by = readBy(argument);
  if ("problem" in by) return by;
  const concurrency = fieldOf(argument, "concurrency");
  if (typeof concurrency !== "number" || !Number.isInteger(concurrency) || !isWithin(concurrency))
    return { problem: `\`concurrency\` must be a whole number from ${atOnce.least} to ${atOnce.most}.` };
  return { order: { ...by.order, concurrency } };
}

/** Read a cursor that a sensor is to go on from: a text, or null. */
export function readCursor(argument: unknown): Read<By & { readonly cursor: string | null }> {
  const by = readBy(argument);
  if ("problem" in by) return by;
  const cursor = fieldOf(argument, "cursor");
  if (cursor !== null && (typeof cursor !== "string" || cursor === "" || cursor.length > longest.cursor))
    return { problem: `\`cursor\` must be a text of 1 to ${longest.cursor} characters, or null.` };
  return { order: { ...by.order, cursor } };
}

/** How often a sensor is declared to look, in milliseconds; undefined when that is not said. */
export function readEvery(argument: unknown): number | undefined {
  const everyMs = fieldOf(argument, "everyMs");
  return typeof everyMs === "number" && Number.isSafeInteger(everyMs) && everyMs >= 1_000 ? everyMs : undefined;
}

const isWithin = (count: number): boolean => count >= atOnce.least && count <= atOnce.most;

function textOf(argument: unknown, name: "who" | "why"): string | undefined {
  const text = fieldOf(argument, name);
  const said = typeof text === "string" ? text.trim() : "";
  return said === "" || said.length > longest[name] ? undefined : said;
}

const fieldOf = (argument: unknown, name: string): unknown =>
  typeof argument === "object" && argument !== null ? Reflect.get(argument, name) : undefined;
