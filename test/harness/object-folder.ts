import { join } from "node:path";
import type { TestDemo } from "./demo.ts";

/** The folder of a night's objects: both kinds of store keep them as files, each at its key. */
export const objectFolder = ({ demo, dataDir }: TestDemo): string =>
  demo.stack.store.kind === "file" ? demo.stack.store.directory : join(dataDir, "objects", demo.stack.store.bucket);
