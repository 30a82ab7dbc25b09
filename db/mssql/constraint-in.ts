/** The constraint, index or column that a text of the server's names; empty when it names none. */
export const constraintIn = (text: string): string =>
  /(?:constraint|index|column) ['"]([A-Za-z0-9_]+)['"]/i.exec(text)?.[1] ?? "";
