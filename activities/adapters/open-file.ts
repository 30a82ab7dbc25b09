import { open, stat, type FileHandle } from "node:fs/promises";

/** A file that is one, open to be read; undefined where there is none. Throws what the system says of a file that is there, or may be. */
export async function openFile(path: string | URL): Promise<FileHandle | undefined> {
  // Asked before it is opened: to open a pipe is to wait for who writes to it.
  const found = await stat(path).catch(nothingThere);
  return found?.isFile() === true ? open(path).catch(nothingThere) : undefined;
}

/** Undefined for what the system says of a path that leads to nothing. Throws all else that it says. */
export function nothingThere(error: unknown): undefined {
  const code = systemCode(error);
  if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
}

/** What the system calls an error, as `EMFILE`; undefined for one of ours. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : undefined;

/** Whether a system's code says that this process has not the right. */
export const isDenied = (code: string | undefined): boolean => code === "EACCES" || code === "EPERM";
