import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import { outputOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage make-communes`. */
export function makeCommunesCommand(program: Command): void {
  program
    .command("make-communes <folder>")
    .description("Write the files of communes and of their populations, for where they cannot be downloaded.")
    .addHelpText("after", examples("sillage make-communes /srv/sillage"))
    .action(async (given: string, _, command: Command) => {
      const folder = resolve(given);
      const settings = Object.fromEntries(
        Object.entries(await writeFiles(folder)).map(([name, path]) => [name, pathToFileURL(path).href]),
      );
      outputOf(command).answer(settings, () => Object.entries(settings).map(([name, url]) => `${name}=${url}`));
    });
}

/** Write both files; where each is, by the setting that names it. */
async function writeFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const { makeCommunes } = await import("../../dev/communes/make-communes.ts");
  const { makePopulations } = await import("../../dev/communes/make-populations.ts");
  const communes = join(folder, "communes.csv");
  const populations = join(folder, "commune-populations.csv");
  await mkdir(folder, { recursive: true });
  await writeFile(communes, makeCommunes("clean"));
  await writeFile(populations, makePopulations());
  return { COMMUNES_FILE_URL: communes, POPULATIONS_FILE_URL: populations };
}
