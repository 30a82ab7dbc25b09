/** What the landing sensor is told of an object. */
export type ObjectCreated = { readonly key: string; readonly etag: string };

/** Objects that events told of, each once, and how many events gave none: `duplicates` of these objects, `foreign` ones of keys or buckets that are not ours, those of objects that are `gone`. */
export type ObjectsTold = {
  readonly objects: readonly ObjectCreated[];
  readonly duplicates: number;
  readonly foreign: number;
  readonly gone: number;
};

/** One object, told once. */
export const oneObject = ({ key, etag }: ObjectCreated): ObjectsTold => ({
  objects: [{ key, etag }],
  duplicates: 0,
  foreign: 0,
  gone: 0,
});
