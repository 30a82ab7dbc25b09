/** One stored object as a listing or a HEAD sees it. */
export type ObjectInfo = {
  readonly key: string;
  readonly bytes: number;
  /** As the store says it, without quotes. Not an MD5 in general. */
  readonly etag: string;
  readonly lastModified: Date;
};

/** Options of a put. */
export type PutOptions = {
  /** Refuse when the key exists: throws `store.exists`. Default false. */
  readonly onlyIfAbsent?: boolean;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
};

/** Where landed objects live: S3, or a folder of files. Keys are `/`-separated, listed in byte order. */
export type ObjectStore = {
  /** What a person calls it, for instance `s3://sillage` or `file:/data/objects`. */
  readonly describe: () => string;
  /** Store bytes whole or not at all. Throws `store.exists` (with `onlyIfAbsent`), `store.unreachable`, `store.refused`. */
  readonly put: (key: string, body: Uint8Array, options?: PutOptions) => Promise<{ readonly etag: string }>;
  /** The object's bytes as a stream of chunks. Throws `store.missing`. */
  readonly read: (key: string, options?: { readonly signal?: AbortSignal }) => Promise<AsyncIterable<Uint8Array>>;
  /** Undefined when there is no such object. */
  readonly head: (key: string) => Promise<ObjectInfo | undefined>;
  /** Every object whose key starts with `prefix`, after `startAfter`, in byte order of keys. */
  readonly list: (prefix: string, options?: { readonly startAfter?: string }) => AsyncIterable<ObjectInfo>;
  /** Remove an object and its versions. Removing what is not there is no error. */
  readonly remove: (key: string) => Promise<void>;
};
