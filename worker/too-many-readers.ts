/** What is wrong when more processes read sources than `EXTRACT_PROCESSES` says, and what to do; undefined where all is well. */
export function tooManyReaders(
  readers: number,
  declared: number,
): { readonly detail: string; readonly fix: string } | undefined {
  if (readers <= declared) return undefined;
  const times = (readers / declared).toFixed(1).replace(".0", "");
  return {
    detail: `${readers} processes asked to read sources within two minutes, and EXTRACT_PROCESSES says ${declared}: together they ask a source up to ${times} times as often as it allows.`,
    fix: `Set EXTRACT_PROCESSES=${readers} for each of them, or stop those that are too many.`,
  };
}
