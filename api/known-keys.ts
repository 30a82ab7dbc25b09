import type { ApiKeyPort } from "../core/ports/api-keys.ts";

const most = 10_000;
type Found = Awaited<ReturnType<ApiKeyPort["findApiKey"]>>;

/** Keys that were found, remembered for `ms`: one that was ended is refused so much later. One that is unknown is asked for each time. */
export function knownKeys(keys: Pick<ApiKeyPort, "findApiKey">, ms: number): Pick<ApiKeyPort, "findApiKey"> {
  const known = new Map<string, { readonly key: Found; readonly until: number }>();
  return {
    async findApiKey(id) {
      const remembered = known.get(id);
      if (remembered !== undefined && Date.now() < remembered.until) return remembered.key;
      known.delete(id);
      const key = await keys.findApiKey(id);
      if (key === undefined) return undefined;
      known.set(id, { key, until: Date.now() + ms });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return key;
    },
  };
}
