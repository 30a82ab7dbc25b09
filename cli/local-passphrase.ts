import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where a stack keeps the passphrase of its pages. */
export const passphraseFile = (dataDir: string): string => join(dataDir, "pages-passphrase");

/** The passphrase of a stack's pages, random at first, in a file that only its owner reads. */
export async function localPassphrase(dataDir: string): Promise<string> {
  const file = passphraseFile(dataDir);
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${randomBytes(12).toString("base64url")}\n`, { mode: 0o600, flag: "wx" }).catch(
    (error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    },
  );
  return (await readFile(file, "utf8")).trim();
}
