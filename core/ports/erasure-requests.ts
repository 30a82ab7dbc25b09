/** Why somebody is erased: they asked for it, or the time that they are kept for is over. */
export type ErasureReason = "request" | "retention";

/** Files requests of erasure and starts them: one request a person, which erases by itself from then on. */
export type ErasureRequests = {
  /**
   * Ask for the erasure of the person with a pseudonym; the request's id. While one of theirs is under way, its id is
   * given and nothing is filed. Throws `pii.unknown-person` where nobody has the pseudonym, an erased person neither.
   */
  readonly request: (pid: string, reason: ErasureReason) => Promise<string>;
};
