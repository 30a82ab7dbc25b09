const namePattern = /^[A-Za-z_][\w.]{0,63}$/;
const morePattern = /^\((\d{1,9}) more\)$/;

/**
 * Names of undeclared fields as they may be kept: those that look like names, then `(n more)` for at least n others. A
 * file without its header line has values in the place of names, and values may be personal. Kept names may be given
 * again with the next page's.
 */
export function fieldNames(seen: Iterable<string>): readonly string[] {
  const names = new Set<string>();
  const others = new Set<string>();
  let counted = 0;
  for (const name of seen) {
    const more = morePattern.exec(name)?.[1];
    if (more !== undefined) counted = Math.max(counted, Number(more));
    else if (namePattern.test(name)) names.add(name);
    else others.add(name);
  }
  const more = Math.max(counted, others.size);
  return more === 0 ? [...names] : [...names, `(${more} more)`];
}
