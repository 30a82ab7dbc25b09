import { SillageError } from "../core/errors.ts";
import { errorDocument } from "../worker/control-error.ts";

/** Writes a command's answer: one JSON document with `--json`, else lines for people. Progress always goes to stderr. */
export type Output = {
  readonly progress: (line: string) => void;
  /** One moving line at the foot of a terminal; nothing elsewhere. An empty line takes it away. */
  readonly live: (line: string) => void;
  readonly answer: (value: unknown, lines: () => readonly string[]) => void;
};

/** Back to the line's beginning, and nothing on it. */
const eraseLine = "\r\u001b[2K";

/** The output of a command. */
export const createOutput = (json: boolean): Output => ({
  progress: (line) => void process.stderr.write(`${process.stderr.isTTY ? eraseLine : ""}${line}\n`),
  live(line) {
    if (process.stderr.isTTY) process.stderr.write(`${eraseLine}${line.slice(0, process.stderr.columns - 1)}`);
  },
  answer: (value, lines) =>
    void process.stdout.write(json ? `${JSON.stringify(value, undefined, 2)}\n` : `${lines().join("\n")}\n`),
});

/** A table for people: columns as wide as they need, numbers to the right. */
export function toTable(
  names: readonly string[],
  rows: readonly (readonly (string | number | boolean | null | undefined)[])[],
): readonly string[] {
  const cells = [
    names.map(String),
    ...rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? "–" : String(cell)))),
  ];
  const widths = names.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? "").length)));
  const right = names.map((_, at) => rows.every((row) => typeof row[at] === "number"));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (right[at] === true ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  const [head = [], ...body] = cells;
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...body.map(line)];
}

/** Exit codes other than 1: starts and waits that the user ended. */
const interrupted = new Set(["stack.stopped", "run.goes-on"]);

/** Tell an error (a JSON document with `json`, and always a line on stderr) and give the exit code: 1 for what the product refuses, 2 for wrong usage, 130 for what the user ended. */
export function tellError(error: unknown, json: boolean): number {
  const document = errorDocument(error, (other) => (other instanceof Error ? other.message : "unknown failure"));
  if (json) process.stdout.write(`${JSON.stringify({ error: document }, undefined, 2)}\n`);
  const line = error instanceof SillageError || !(error instanceof Error) ? undefined : error.stack;
  process.stderr.write(`sillage: ${line ?? (error instanceof Error ? error.message : document.message)}\n`);
  if (interrupted.has(document.code)) return 130;
  return document.code.startsWith("usage.") ? 2 : 1;
}
