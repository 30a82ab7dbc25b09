import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const part = /#### What stands for it\n(?<part>[\s\S]*?)\n## /.exec(readme)?.groups?.["part"] ?? "";
const rows = part
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const rungs = rows.filter(([, , , last]) => last !== undefined).filter(([, rung = ""]) => rung.includes("`"));
const runs = rows
  .slice(rows.findIndex(([, cell]) => cell === "Version") + 1)
  .filter(([, cell = ""]) => !/^-+$/.test(cell));

test("each rung of the ladder to SQL Server names tests that are there", () => {
  const files = rungs.flatMap(([, rung = ""]) => [...rung.matchAll(/`([^` ]+\.ts)`/g)].map((match) => match[1] ?? ""));
  expect(rungs.length).toBeGreaterThan(8);
  expect(files.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
  expect(files.length).toBeGreaterThan(10);
});

test("the table of faults names tests that are there, each of which knows the number or the code", () => {
  const told = readFileSync(new URL("docs/faults-of-sql-server.md", root), "utf8");
  const faults = told.split("\n").filter((line) => /^\| .*`db\./.test(line));
  expect(faults.length).toBeGreaterThan(12);
  for (const line of faults) {
    const [, , numbers = "", code = ""] = line.split("|").map((cell) => cell.trim());
    const found = numbers.match(/\d+/g) ?? ["drop: true"];
    const words = [...found, code.replaceAll("`", "")];
    for (const [, file = ""] of line.matchAll(/`([^` ]+\.ts)`/g)) {
      const source = readFileSync(new URL(file, root), "utf8").replaceAll("_", "");
      expect(
        words.some((word) => source.includes(word)),
        `${line} ${file}`,
      ).toBe(true);
    }
  }
});

test("a run on a server of Microsoft's is recorded with version and date, or said to be owed", () => {
  const recorded = runs.filter(([, version]) => version !== "–");
  for (const [, version, date] of recorded) {
    expect(version).toMatch(/\d+\.\d+\.\d+/);
    expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
  expect(part.includes("Nothing of this was tried on SQL Server")).toBe(recorded.length === 0);
  expect(runs.length).toBeGreaterThan(0);
});
