/** What a person asked about their data, as the identity store keeps it: neither their name nor what they were found by. Instants are ISO. */
export type PersonRequest = {
  readonly id: string;
  readonly openedAt: string;
  /** People that it was found to be about; each record of the source counts, those that were merged too. */
  readonly people: number;
  readonly restrictedAt: string | null;
  readonly erasedAt: string | null;
  /** What was done for it, as JSON; null until it is erased. */
  readonly certificate: string | null;
};

/** A person that a request is about. Null pid: erased, and by another request when this one is not at work. */
export type RequestPerson = { readonly lookup: string; readonly pid: string | null; readonly epoch: number };

/** A sealed value of a person of a request, as JSON, which opened before they were blanked. */
export type KeptTrial = { readonly lookup: string; readonly trial: string };

/** Requests of people, and the pseudonyms of those who were erased. */
export type RequestPort = {
  /** Look-ups of living people with this blind index value. */
  readonly lookupsByIndex: (field: string, index: string, value: Uint8Array) => Promise<readonly string[]>;
  /** File a request about people by look-up; look-ups that are unknown are left out. One that is filed stays. */
  readonly fileRequest: (id: string, openedAt: string, lookups: readonly string[]) => Promise<void>;
  /** Take known people up into a request that is open and not at work, beside those whom it is about: their count is told by it. */
  readonly widenRequest: (id: string, lookups: readonly string[]) => Promise<void>;
  /** The open request about this person and nobody else. */
  readonly openRequestAbout: (lookup: string) => Promise<string | undefined>;
  readonly request: (id: string) => Promise<PersonRequest | undefined>;
  /** The last 200, newest first. */
  readonly requests: () => Promise<readonly PersonRequest[]>;
  /** Those whom an open request is about; nobody once it is closed. While it is being erased their pseudonyms are still told. */
  readonly requestPeople: (id: string) => Promise<readonly RequestPerson[]>;
  /** From `at` on values of its people are not opened; null lifts it. Erased people stay erased. */
  readonly restrictRequest: (id: string, at: string | null) => Promise<void>;
  /** Blank pseudonym, key and key id of its people and drop their blind indexes; look-up and the day of `at` stay. Done again it changes nothing. */
  readonly blankRequest: (id: string, at: string) => Promise<void>;
  /** Keep a sealed value of a person of a request, to be tried once they are erased; the first one stays. */
  readonly keepTrial: (id: string, kept: KeptTrial) => Promise<void>;
  /** What is kept to be tried, by look-up; nothing once the request is closed. */
  readonly trialsOf: (id: string) => Promise<readonly KeptTrial[]>;
  /** Keep what was done, and forget which people the request was about, and what was kept of them. */
  readonly closeRequest: (id: string, erasedAt: string, certificate: string) => Promise<void>;
  /** Pseudonyms under a number of the ledger: who still has one is blanked as by a request; how many were. */
  readonly addErased: (seq: number, pids: readonly string[], at: string) => Promise<number>;
  /** The greatest number of the ledger under which one of these pseudonyms was written down; 0 for none. */
  readonly entryOf: (pids: readonly string[]) => Promise<number>;
  /** The greatest number of the ledger that this store knows; 0 for none. */
  readonly erasedThrough: () => Promise<number>;
  /** How many pseudonyms were erased: it grows with each, before anything else is told of it. */
  readonly countErased: () => Promise<number>;
  readonly isErased: (pid: string) => Promise<boolean>;
  /** Note that a source still sends erased people, on the day of `at`; of others nothing is noted. */
  readonly noteSent: (lookups: readonly string[], at: string) => Promise<void>;
  /** Forget the look-ups of people who were erased, and sent last, before an instant; how many. They are nobody's from then on: one who is sent again is made anew. */
  readonly forgetErased: (before: string) => Promise<number>;
  /** Blind index values that pseudonyms still have. */
  readonly countIndexes: (pids: readonly string[]) => Promise<number>;
};
