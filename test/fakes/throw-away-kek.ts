import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kek } from "../../pii/kek.ts";
import { localKek } from "../../pii/kek/local.ts";

/** A vault of key files in a directory of its own. */
export const throwAwayKek = async (): Promise<Kek> =>
  localKek(join(await mkdtemp(join(tmpdir(), "sillage-kek-")), "keys"));
