import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";

/** Read what names a person: a file's first line, the prompt's, or standard input's. Never an argument: a shell keeps those, and other users of the machine see them. */
export async function personalValue(what: string, from: string | undefined): Promise<string> {
  if (from !== undefined) return firstLine(await readFile(from, "utf8"));
  if (!process.stdin.isTTY) return firstLine(await text(process.stdin));
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return firstLine(await prompt.question(`${what}: `));
  } finally {
    prompt.close();
  }
}

const firstLine = (given: string): string => (given.split(/\r?\n/)[0] ?? "").trim();
