/** Bytes as lists of them are handed to SQL: as text. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
