import type { Context, MiddlewareHandler } from "hono";
import { addressOf, neighbourhoodOf } from "./caller-address.ts";
import { limitHeaders } from "./limit-headers.ts";
import type { Manner } from "./manners.ts";
import { RateLimit } from "./rate-limit.ts";

/** Which addresses are limited together, how much they may ask, and what who asked more is answered. */
type Limited = {
  readonly name: "address" | "sign-in";
  readonly manner: Manner;
  /** Networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[] | undefined;
  readonly refuse: (context: Context) => Response | Promise<Response>;
};

/** `limit` lets addresses through as long as they may ask; `againOf` counts one more request of the same address each time it is called, and says whether it may. */
export type Addresses = {
  readonly limit: MiddlewareHandler;
  readonly againOf: (context: Context) => () => boolean;
};

/** Counts what each address asks, before anything is looked up for it. */
export function limitAddresses({ name, manner, trustedProxies = [], refuse }: Limited): Addresses {
  const limit = new RateLimit(manner.perSecond, manner.burst);
  const nearOf = (context: Context): string => neighbourhoodOf(addressOf(context, trustedProxies));
  return {
    limit: async (context, next) => {
      const taken = limit.take(nearOf(context), Date.now());
      for (const [header, value] of limitHeaders(taken, name, manner)) context.header(header, value);
      return taken.allowed ? next() : refuse(context);
    },
    againOf: (context) => {
      const near = nearOf(context);
      return () => limit.take(near, Date.now()).allowed;
    },
  };
}
