/** Asks again only when what was told is older than `ms`; who asks meanwhile waits for the same answer. A refusal is never kept. */
export function forAMoment<Told>(ask: () => Promise<Told>, ms: number): () => Promise<Told> {
  let last: { readonly told: Promise<Told>; readonly until: number } | undefined;
  return () => {
    if (last !== undefined && Date.now() < last.until) return last.told;
    const asked = { told: ask(), until: Date.now() + ms };
    last = asked;
    asked.told.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.told;
  };
}
