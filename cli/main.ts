import { tellError } from "./output.ts";
import { createProgram } from "./program.ts";
import { refusedExitCode } from "./refused-exit-code.ts";
import { usageError } from "./usage-error.ts";

const isJson = process.argv.includes("--json");

/** A pipe takes long answers piece by piece: what is still on its way is written before the process ends. */
const leave = (code: number | string | null | undefined) => process.stdout.write("", () => process.exit(code));
// Whoever reads the answer has seen enough of it.
process.stdout.on("error", () => process.exit(0));

await createProgram(process.argv[2])
  .then((program) => program.parseAsync())
  .then(
    () => leave(process.exitCode),
    (error: unknown) => {
      const told = usageError(error);
      leave(told === undefined ? 0 : refusedExitCode(tellError(told, isJson), process.argv));
    },
  );
