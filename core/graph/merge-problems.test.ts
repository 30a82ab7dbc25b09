import { expect, test } from "vitest";
import { columnOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { definitionProblems } from "./definition-problems.ts";

const problem = 'Table t: into merges a client into another and its rows are about none: use subjectRef("client").';

test("records are merged in a table about these people, and in no other", () => {
  const id = columnOf("id", { key: 1, type: { kind: "uuid" }, derive: { kind: "pid", entity: "client" } });
  const into = columnOf("into", { type: { kind: "uuid" }, derive: { kind: "pid", entity: "client", merged: true } });
  const problems = (over: Parameters<typeof tableOf>[1]) =>
    definitionProblems(specOf({ tables: [tableOf("t", { columns: [id, into], ...over })] }));
  expect(problems({})).toContain(problem);
  expect(problems({ subject: "client" })).not.toContain(problem);
});
