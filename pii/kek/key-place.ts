import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { SillageError } from "../../core/errors.ts";

/** Refuse a directory of keys that lies where data is kept (`forbidden`), or in a Git repository that does not ignore it: whoever takes a copy of those would take the keys along. Throws `kek.place`. */
export function refusePlace(directory: string, forbidden: readonly string[]): void {
  const place = resolve(directory);
  const within = forbidden.find((other) => isWithin(place, resolve(other)));
  if (within !== undefined) throw misplaced(place, `it lies in ${resolve(within)}, beside what it protects`);
  const repository = committedTo(place);
  if (repository !== undefined)
    throw misplaced(place, `it lies in the repository ${repository}, which does not ignore it`);
}

function isWithin(place: string, other: string): boolean {
  const path = relative(other, place);
  return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** The repository whose next commit might hold the place; undefined when there is none. */
function committedTo(place: string): string | undefined {
  const parent = dirname(place);
  if (existsSync(join(place, ".git"))) return place;
  if (parent === place || isIgnored(parent, basename(place))) return undefined;
  return committedTo(parent);
}

function isIgnored(folder: string, name: string): boolean {
  const file = join(folder, ".gitignore");
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.some((line) => ["*", name, `${name}/`, `/${name}`, `/${name}/`].includes(line.trim()));
}

const misplaced = (place: string, why: string): SillageError =>
  new SillageError({
    code: "kek.place",
    message: `The key directory ${place} is not safe: ${why}.`,
    fix: "Name another with KEK_DIRECTORY, outside of repositories and of data.",
  });
