import { tellError } from "./output.ts";
import { createProgram } from "./program.ts";
import { usageError } from "./usage-error.ts";

const isJson = process.argv.includes("--json");

await createProgram()
  .parseAsync()
  .then(
    () => process.exit(process.exitCode),
    (error: unknown) => {
      const told = usageError(error);
      process.exit(told === undefined ? 0 : tellError(told, isJson));
    },
  );
