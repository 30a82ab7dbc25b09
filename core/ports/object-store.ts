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

/** Options of a read. */
export type ReadOptions = {
  /** Refuse when the object has another: throws `store.changed`. */
  readonly etag?: string;
  readonly signal?: AbortSignal;
};

/** Options of a removal. */
export type RemoveOptions = {
  /** Remove only what has this etag, and older versions; another object that was put under the key since stays. */
  readonly etag?: string;
};

/** Where landed objects live: S3, or a folder of files. Keys are `/`-separated, listed in byte order. */
export type ObjectStore = {
  /** What a person calls it, for instance `s3://sillage` or `file:/data/objects`. */
  readonly describe: () => string;
  /** Make the bucket or the folder when there is none. */
  readonly prepare: () => Promise<void>;
  /** Store bytes whole or not at all. Throws `store.exists` (with `onlyIfAbsent`), `store.unreachable`, `store.refused`. */
  readonly put: (key: string, body: Uint8Array, options?: PutOptions) => Promise<{ readonly etag: string }>;
  /** The object's bytes as a stream of chunks. Throws `store.missing`, `store.changed` (with `etag`); the stream throws `store.unreachable`. */
  readonly read: (key: string, options?: ReadOptions) => Promise<AsyncIterable<Uint8Array>>;
  /** Undefined when there is no such object. */
  readonly head: (key: string) => Promise<ObjectInfo | undefined>;
  /** Every object whose key starts with `prefix`, after `startAfter`, in byte order of keys. */
  readonly list: (prefix: string, options?: { readonly startAfter?: string }) => AsyncIterable<ObjectInfo>;
  /** Remove an object and its versions. Removing what is not there is no error. Throws `store.refused`, `store.unreachable`. */
  readonly remove: (key: string, options?: RemoveOptions) => Promise<void>;
};
