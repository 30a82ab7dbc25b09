/** The message of the failure at the bottom of a chain of Temporal failures: what really happened. */
export function rootMessage(error: unknown): string {
  let found = error;
  while (found instanceof Error && found.cause instanceof Error) found = found.cause;
  return found instanceof Error ? found.message : "unknown failure";
}
