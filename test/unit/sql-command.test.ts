import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { namedStatements } from "../../db/named-statements.ts";
import { startSillage } from "../harness/run-command.ts";

const headed = async (dialect: "postgres" | "mssql") =>
  (await namedStatements(dialect, deployment)).map(({ name, text }) => `-- ${name}\n${text}`);

test("`sql --null` writes every statement whole, each after its name, separated by NUL bytes, however long they are", async () => {
  const { code, stdout } = await startSillage(["sql", "--dialect", "mssql", "--null"]).ended;
  expect(code).toBe(0);
  expect(stdout.length).toBeGreaterThan(200_000);
  expect(stdout.trimEnd().split("\0")).toEqual(await headed("mssql"));
});

test("without it, statements of PostgreSQL, separated by GO lines", async () => {
  const { code, stdout } = await startSillage(["sql"]).ended;
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\nGO\n")).toEqual(await headed("postgres"));
});

test("a dialect that is none is refused with those that are", async () => {
  const { code, stderr } = await startSillage(["sql", "--dialect", "oracle"]).ended;
  expect(code).toBe(2);
  expect(stderr).toContain('There is no dialect "oracle". Choose among postgres, mssql.');
});
