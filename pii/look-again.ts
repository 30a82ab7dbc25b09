import { SillageError } from "../core/errors.ts";

/** What a row of before says whose epoch ended, or whose key was renewed, between the row and the key that opens it. */
const overtaken: readonly string[] = ["pii.no-epoch", "kek.epoch-gone", "pii.unwrap", "pii.person-key"];

/** Do work that reads people and then their keys; where a rotation came between the two, once more, by what is stored now. Throws what it throws the second time. */
export async function lookAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SillageError) || !overtaken.includes(error.code)) throw error;
    return work();
  }
}
