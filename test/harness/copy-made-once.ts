import { execFile } from "node:child_process";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { processEnvironment } from "../../config.ts";
import { beginningSetting } from "./beginning-setting.ts";
import { until } from "./demo.ts";

const copy = promisify(execFile);
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A product's data directory that a run of tests makes once: its name, and what makes it and tells of it what JSON can hold. */
export type MadeOnce<Told> = { readonly name: string; readonly make: (dataDir: string) => Promise<Told> };

/** Copy to `dataDir` what the first file that asks makes, and every other one waits for; give what its maker told of it. */
export async function copyMadeOnce<Told>({ name, make }: MadeOnce<Told>, dataDir: string): Promise<Told> {
  const home = join(processEnvironment()[beginningSetting] ?? "", name);
  const [made, told, unfinished] = [join(home, "data"), join(home, "told"), join(home, "unfinished")];
  const isFirst = await mkdir(home).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    await writeFile(unfinished, JSON.stringify(await make(made)));
    await rename(unfinished, told);
  } else await until(`another file made the ${name} stack`, () => exists(told), 400_000);
  // With what the file system keeps beside a file: the S3 server has its objects' properties there.
  await copy("cp", ["-a", made, dataDir]);
  const known: Told = JSON.parse(await readFile(told, "utf8"));
  return known;
}
