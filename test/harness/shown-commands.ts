import { readFileSync } from "node:fs";

/** The lines of a document's shell blocks; of a file named from the project's folder. */
export function shellLines(file: string): readonly string[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  return [...text.matchAll(/```sh\n(?<body>[\s\S]*?)```/g)]
    .flatMap((match) => (match.groups?.["body"] ?? "").split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Whether a line is a command of ours, which a test may run as it stands. */
export const isSillage = (line: string): boolean => /^npm run (?:-s )?sillage -- /.test(line);
