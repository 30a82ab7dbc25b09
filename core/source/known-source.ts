import { SillageError } from "../errors.ts";
import type { SourceSpec } from "../spec/read.ts";

/** Requests a second that a source may be asked. */
export const requestBounds = { least: 0.01, most: 1_000 };

/** The name of a source that there is. Throws `source.unknown`. */
export function knownSource(sources: readonly Pick<SourceSpec, "name">[], name: string): string {
  if (sources.some((source) => source.name === name)) return name;
  throw new SillageError({
    code: "source.unknown",
    message: `There is no source "${name}".`,
    fix: `Choose among ${sources.map((source) => source.name).join(", ")}.`,
  });
}
