import { SillageError } from "../core/errors.ts";

/** Writes a command's answer: one JSON document with `--json`, else lines for people. Progress always goes to stderr. */
export type Output = {
  readonly progress: (line: string) => void;
  readonly answer: (value: unknown, lines: () => readonly string[]) => void;
};

/** The output of a command. */
export const createOutput = (json: boolean): Output => ({
  progress: (line) => void process.stderr.write(`${line}\n`),
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

/** Tell an error and give the exit code: 1 for what the product refuses, 2 for wrong usage. */
export function tellError(error: unknown, json: boolean): number {
  const known = error instanceof SillageError ? error : undefined;
  const message = known?.message ?? (error instanceof Error ? (error.stack ?? error.message) : "unknown failure");
  if (json)
    process.stdout.write(
      `${JSON.stringify({ error: { code: known?.code ?? "unexpected", message } }, undefined, 2)}\n`,
    );
  process.stderr.write(`sillage: ${message}\n`);
  return known?.code.startsWith("usage.") === true ? 2 : 1;
}
