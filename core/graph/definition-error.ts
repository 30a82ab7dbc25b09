import { SillageError } from "../errors.ts";

/** One error that lists every problem of the declarations. Code `graph.invalid`. */
export const definitionError = (problems: readonly string[]): SillageError =>
  new SillageError({
    code: "graph.invalid",
    message: `The declarations hold ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n`,
    fix: "Mend them and run `sillage check`.",
  });
