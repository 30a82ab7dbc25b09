import { parseConfig, type Environment } from "../../config.ts";
import { readingProcesses } from "../../worker/reading-processes.ts";
import { tooManyReaders } from "../../worker/too-many-readers.ts";
import { withTemporal } from "../reach.ts";
import type { CheckUp } from "./check-up.ts";

/** Whether as many processes read sources as `EXTRACT_PROCESSES` says, or fewer. */
export async function onReaders(environment: Environment, dataDir: string): ReturnType<CheckUp["look"]> {
  const { EXTRACT_PROCESSES: declared } = parseConfig(environment);
  const readers = await withTemporal(dataDir, readingProcesses);
  const found = tooManyReaders(readers.length, declared);
  return found === undefined
    ? `${readers.length} of the ${declared} that EXTRACT_PROCESSES says asked for work lately`
    : { state: "warning", ...found };
}
