import { mkdir } from "node:fs/promises";
import { SillageError } from "../../core/errors.ts";

/** Make a data directory when there is none. Throws `usage.data-dir` when its name is taken by a file, or may not be written. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (error) {
    throw new SillageError({
      code: "usage.data-dir",
      message: `--data-dir names ${dataDir}, which cannot be a folder (${codeOf(error)}).`,
      fix: "Name a folder, or a place where one can be made.",
    });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
