/** Where the parenthesis that opens at a place closes. */
export function closingAt(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  throw new SyntaxError(`a parenthesis is not closed: ${text.slice(open, open + 80)}`);
}

/** The arguments of a call, split at its own commas. */
export function argumentsOf(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    else if (text[at] === "," && depth === 0) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...found, text.slice(from).trim()];
}

/** Rewrite every call of a function, inner ones first. `rest` is what follows the call; the answer says how much of it was taken. */
export function rewriteCalls(
  text: string,
  name: string,
  rewrite: (args: readonly string[], rest: string) => { readonly text: string; readonly taken?: number },
): string {
  let rewritten = text;
  const call = new RegExp(`(?<![\\w"])${name}\\s*\\(`, "gi");
  for (const { index } of [...text.matchAll(call)].toReversed()) {
    const open = rewritten.indexOf("(", index);
    const close = closingAt(rewritten, open);
    const rest = rewritten.slice(close + 1);
    const { text: put, taken = 0 } = rewrite(argumentsOf(rewritten.slice(open + 1, close)), rest);
    rewritten = rewritten.slice(0, index) + put + rest.slice(taken);
  }
  return rewritten;
}
