import { expect, test } from "vitest";
import { peopleDeployment } from "../../test/fakes/people-deployment.ts";
import { revealProblems, revealPurpose } from "./reveal.ts";

const { tables } = peopleDeployment.graph.spec;

test("a purpose names fields by table and column", () => {
  const purpose = revealPurpose("care", { doc: "Answering.", fields: { people: ["email", "lastName"] } });
  expect(purpose).toEqual({ name: "care", doc: "Answering.", fields: ["people.email", "people.lastName"] });
  expect(revealProblems([purpose], tables)).toEqual([]);
});

test("a name that is none, one that is taken, and a column that is not sealed are told at once", () => {
  const purpose = (name: string, column: string) => revealPurpose(name, { doc: "", fields: { people: [column] } });
  expect(
    revealProblems([purpose("A b", "email"), purpose("care", "points"), purpose("care", "email")], tables),
  ).toEqual([
    'No purpose of reveals can be called "A b": use small letters, digits and dashes.',
    "Purpose care: there is no sealed column people.points.",
    'Two purposes of reveals are called "care": give each a name of its own.',
  ]);
});
