import type { SQLWrapper } from "drizzle-orm";
import { aliased } from "./query.ts";

/** A query builder whose select lists name every field after its property. */
export function naming<Builder extends { readonly select: unknown }>(builder: Builder): Builder {
  const { select } = builder;
  if (typeof select === "function")
    Reflect.set(builder, "select", (fields: Record<string, SQLWrapper>) =>
      Reflect.apply(select, builder, [aliased(fields)]),
    );
  return builder;
}
