/** Run a hook; when it fails, print its error with every cause below it, as a runner shows only the first ones of a hook. */
export const tellingCauses = (what: string, hook: () => Promise<void>) => async (): Promise<void> => {
  try {
    await hook();
  } catch (error) {
    console.error([`${what} failed:`, ...chainOf(error)].join("\n"));
    throw error;
  }
};

function chainOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [`  ${String(error)}`];
  const code = "code" in error ? ` [${String(error.code)}]` : "";
  const type = "type" in error ? ` (${String(error.type)})` : "";
  const below = error instanceof AggregateError ? error.errors.flatMap(chainOf) : [];
  return [
    `  ${error.stack ?? error.name}${code}${type}`,
    ...below,
    ...(error.cause === undefined ? [] : chainOf(error.cause)),
  ];
}
