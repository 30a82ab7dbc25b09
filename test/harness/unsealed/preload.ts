import { registerHooks } from "node:module";

const standIns = new URL("./", import.meta.url).href;
/** Modules of the product, and what stands in for each in this process. */
const stoodIn: readonly (readonly [string, string])[] = [
  ["/pii/create-sealer.ts", new URL("create-sealer.ts", standIns).href],
  ["/pii/alias.ts", new URL("alias.ts", standIns).href],
];

// Whoever imports the product's sealer is given the one that passes values through; the stand-ins themselves get the product's.
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (context.parentURL?.startsWith(standIns) === true) return resolved;
    const standIn = stoodIn.find(([path]) => resolved.url.endsWith(path));
    return standIn === undefined ? resolved : { ...resolved, url: standIn[1] };
  },
});
