/** Statements of the identity store, by names that say when they are sent. */
export const namedIdentityStatements = (
  statements: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(statements).map(([name, text]) => [
      `identity/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      text,
    ]),
  );
