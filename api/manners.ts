/** Requests a second, and at once. */
export type Manner = { readonly perSecond: number; readonly burst: number };

/** What may be asked: by each caller, or address without a usable key; by each address, whoever it says it is; and by each address of signing in, which takes three or four. */
export type Manners = { readonly caller: Manner; readonly address: Manner; readonly signIn: Manner };

/** Those of an API that is not told others. */
export const usualManners: Manners = {
  caller: { perSecond: 50, burst: 100 },
  address: { perSecond: 200, burst: 400 },
  signIn: { perSecond: 0.5, burst: 30 },
};
