/** What was looked at before an erasure was certified, and what was not. */
export type ErasureProof = { readonly looked: readonly string[]; readonly notLooked: readonly string[] };

/** The proof as it is: a certificate keeps it, since one of later may look at more. It counts and tries; it scans no bytes. */
export const erasureProof: ErasureProof = {
  looked: [
    "the identity store: nobody has the pseudonyms, and no blind index is left of them",
    "tables about people, in both zones: no row is left",
    "tables of facts: no sealed value is left that belonged to them",
    "marts with a column that refers to people: no row names them, and no build writes one that does",
    "quarantine: no record is left that was sealed under their keys",
    "a sealed value of each person that had opened before, and every sealed column of every table: the refusal says that the person is erased",
  ],
  notLooked: [
    "bytes of data files, write-ahead logs, backups, and versions of objects: deleted rows stand there until they are written over; what is sealed in them opens no more once the epoch's key is destroyed",
    "landed objects and staging: what a load brings of the person is deleted from tables at its end, and no mart names them meanwhile",
    "values in columns that are declared as not personal, and texts that people typed",
    "Temporal's histories, logs and metrics: that nothing personal gets there is tested with marked people for each release, not at each erasure",
  ],
};
