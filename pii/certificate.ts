import type { Certified } from "../core/ports/erasures.ts";
import type { Recipients } from "../core/register/recipients-of.ts";
import type { Epoch } from "../core/ports/identity-store.ts";
import type { ErasureProof } from "./erasure-proof.ts";

/** From when on a store holds nothing that can be read of the person. Null `at`: it is to come, by `dueAt` or as `until` says. */
export type StoreEffect = {
  readonly store: string;
  readonly what: string;
  /** ISO instant; null while it is to come. */
  readonly at: string | null;
  /** ISO instant by which the key of the epoch is to be destroyed; absent where nothing is to come. */
  readonly dueAt?: string | null;
  /** What ends it that has no date yet. */
  readonly until?: string;
};

/** What an erasure did, as it is kept. It names neither the person nor a pseudonym. */
export type Certificate = {
  readonly request: string;
  readonly openedAt: string;
  readonly erasedAt: string;
  readonly people: number;
  /** People whom an earlier request had erased. */
  readonly erasedBefore: number;
  /** Sealed values, one a person at most, that opened before the erasure and were tried after it: none opened. Absent in certificates of before. */
  readonly tried?: number;
  /** What was looked at before it was certified. Absent where nobody had a key left to be proven, and in certificates of before, whose proof did not look at marts. */
  readonly proof?: ErasureProof;
  /** Epochs whose keys wrapped the keys of these people, those of people who were erased before among them. None: it was kept before these were named, or the look-ups were forgotten since. */
  readonly epochs: readonly number[];
  readonly rows: Certified["rows"];
  /** How facts of these people stand: `apart`, each under a pseudonym of its own. Absent where those of one person share theirs, and in certificates of before. */
  readonly facts?: "apart";
  /** Who was given what was held of them, to be told by hand (GDPR articles 17(2) and 19). Absent in certificates of before. */
  readonly recipients?: readonly Recipients[];
  readonly epochDueAt: string | null;
};

/** A certificate with the real dates of each store, as they are known by now. */
export type ReadableCertificate = Omit<Certificate, "epochDueAt"> & { readonly stores: readonly StoreEffect[] };

/** A signature over all that a certificate says beside it, as canonical JSON: names of each object in order, no blanks. */
export type CertificateSignature = {
  readonly algorithm: "Ed25519";
  /** SubjectPublicKeyInfo in base64. */
  readonly publicKey: string;
  /** Base64. */
  readonly value: string;
};

/** A certificate as it is handed out. Null signature: it was kept before certificates were sealed, and nothing says that nobody changed it. */
export type SignedCertificate = ReadableCertificate & { readonly signature: CertificateSignature | null };

/** Say of each store from when on it holds nothing readable; what the epochs' end decides is dated by it once it came. */
export function withStores(certificate: Certificate, epochs: readonly Epoch[]): ReadableCertificate {
  const { epochDueAt, ...told } = certificate;
  if (told.people === 0) return { ...told, stores: [] };
  const ended = endOf(certificate.epochs, epochs);
  const later = { at: ended, ...(ended === null && { dueAt: epochDueAt }) };
  return { ...told, stores: [...erasedAtOnce(told), ...copies(later), ...kept] };
}

const erasedAtOnce = ({ erasedAt: at, facts, ...rest }: Omit<Certificate, "epochDueAt">): readonly StoreEffect[] => [
  { store: "live database", what: `rows and sealed values deleted; ${factsSay[facts ?? "together"]}`, at },
  { store: "marts", ...marts(rest, at) },
  {
    store: "identity store",
    what: "key and blind indexes deleted; the pseudonym, nobody's from now on, stays in the list of those that were erased",
    at,
  },
  { store: "Temporal histories, logs, metrics", what: "held nothing personal, before it either", at },
];

/** An erasure of before marts were looked at left them to their builds. */
const marts = ({ proof, people, erasedBefore }: Pick<Certificate, "proof" | "people" | "erasedBefore">, at: string) =>
  proof === undefined && people > erasedBefore
    ? { what: "rows that named the person, with the commune", at: null, until: "the first build after the erasure" }
    : { what: "rows that named the person deleted; no build names them again", at };

const factsSay = {
  together: "facts keep a pseudonym of nobody",
  apart:
    "facts have a pseudonym of nobody each, also in marts once their days are built anew, so that counts by person change; in landed objects those of one person share theirs",
} as const;

/** What stays for a while, and why: what is not sealed in copies of before, the pseudonym of nobody, keyed hashes, what people typed, and what was handed out. */
const kept: readonly StoreEffect[] = [
  {
    store: "values that are not sealed, in landed objects",
    what: "facts, and generalised values such as the year of birth and the commune, under the pseudonym of nobody; loads can be replayed from them",
    until: "the bucket's lifecycle removes them: 35 days after they were landed, where the bucket has its rule",
  },
  {
    store: "values that are not sealed, in write-ahead logs, backups and copies of the database",
    what: "the same, with the rows of marts; a database that is restored from one serves nothing before the erasure is replayed",
    until: "each is written over or expires, as whoever runs the database has set it: no date is known here",
  },
  {
    store: "look-ups beside pseudonyms, in write-ahead logs, backups and copies of the identity store",
    what: "who has one, the keys of the vault and the source's ids could say whose pseudonym it was",
    until: "each is written over or expires: the latest backup alone is to be kept of it",
  },
  {
    store: "ledger of erasures",
    what: "the pseudonym of nobody and the day, by which a restored copy is erased again",
    until: "the installation ends",
  },
  {
    store: "staging",
    what: "rows that a load on its way brings of the person, whose sealed values open no more",
    until: "the load's end deletes them",
  },
  {
    store: "answers that the API and browsers keep",
    what: "counts and amounts; a list of people, under aliases, is asked for anew each time",
    until: "11 minutes after each was made",
  },
  {
    store: "what was handed out before",
    what: "files of exports stand in clear where they were written; whoever was shown a value knows it",
    until: "they are deleted by hand",
  },
  {
    store: "identity store, look-up for suppression",
    what: "a keyed hash of the source's id keeps the person from coming back",
    until: "90 days after a source sent the id last",
  },
  {
    store: "audit of reveals",
    what: "who had values revealed and when, under the pseudonym of nobody; reasons as they were typed",
    until: "12 months after each line, with the first reveal of a day",
  },
  {
    store: "audit of what operators did",
    what: "ids of requests; reasons as they were typed, which may name somebody",
    until: "12 months after each row, with the first run of a day",
  },
  {
    store: "files of bulk reveals",
    what: "values that were revealed before, in sealed files",
    until: "24 hours after each was made",
  },
  {
    store: "objects refused in inbox/",
    what: "dropped files that no reader understood stay in clear",
    until: "35 days after they were dropped, where the bucket has its rule",
  },
].map((effect) => ({ at: null, ...effect }));

const copies = (later: Pick<StoreEffect, "at" | "dueAt">): readonly StoreEffect[] => [
  {
    store: "landed objects, all versions",
    what: "sealed values open no more through the product at once; for who has an old copy of the identity store, from the end of the epoch on",
    ...later,
  },
  {
    store: "write-ahead logs, backups and copies of the database and the identity store",
    what: "sealed values and copies of the key open no more once the epoch's key is destroyed in the vault",
    ...later,
  },
];

/** When the last of these epochs ended; null while one has not, and where none is named: nothing says that an older copy opens no more. */
function endOf(named: readonly number[], epochs: readonly Epoch[]): string | null {
  const ends = named.map((epoch) => epochs.find((known) => known.epoch === epoch)?.effectiveAt ?? null);
  const known = ends.filter((end) => end !== null).toSorted();
  return known.length < ends.length ? null : (known.at(-1) ?? null);
}
