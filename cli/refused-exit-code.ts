/** What a refused command ends with, of the code that its error has and of what was typed: 1 for wrong usage too where `--detailed-exit-code` asks for 2 to say that something changes. */
export const refusedExitCode = (code: number, typed: readonly string[]): number =>
  code === 2 && typed.includes("--detailed-exit-code") ? 1 : code;
