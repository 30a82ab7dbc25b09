import { SillageError } from "../core/errors.ts";
import type { Manifest, PartInfo } from "../core/manifest.ts";

/** A part of a manifest by its number, from 1. Throws `manifest.invalid`. */
export function partOf(manifest: Manifest, part: number): PartInfo {
  const info = manifest.parts[part - 1];
  if (info !== undefined) return info;
  throw new SillageError({
    code: "manifest.invalid",
    message: `The manifest of ${manifest.loadId} has no part ${part}.`,
    fix: "Extract the table again.",
  });
}
