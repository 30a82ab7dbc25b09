import type { StoreEffect } from "../../pii/certificate.ts";

/** From when on a store holds nothing readable, in words: an instant, or what is waited for. */
export const effectOf = ({ at, dueAt, until }: Pick<StoreEffect, "at" | "dueAt" | "until">): string =>
  at ?? (until === undefined ? `by ${dueAt ?? "the next rotation"}` : `until ${until}`);
