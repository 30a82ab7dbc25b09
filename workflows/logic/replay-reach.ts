/** How far a replay of quarantined rows is: the load that it reached; of one that began before that was enough, the loads that it made. */
export type ReplayReach = { readonly after: string | null } | { readonly except: readonly string[] };

/** With one more load that it made. */
export function reachedWith(reach: ReplayReach, loadId: string): ReplayReach {
  if ("except" in reach) return { except: [...reach.except, loadId] };
  // The load that brings rows back comes right before theirs: what is quarantined of it again lies behind, the rest ahead.
  return { after: loadId > (reach.after ?? "") ? loadId : reach.after };
}
