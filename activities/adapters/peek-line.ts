/** Longest beginning that is looked at, in characters. */
const longestLook = 65_536;

/** The first line that holds anything, empty when there is none, and the whole text from its beginning. */
export async function peekLine(
  texts: AsyncIterable<string>,
): Promise<{ readonly head: string; readonly all: AsyncIterable<string> }> {
  const iterator = texts[Symbol.asyncIterator]();
  let start = "";
  while (!start.trimStart().includes("\n") && start.length < longestLook) {
    const next = await iterator.next();
    if (next.done === true) break;
    start += next.value;
  }
  return {
    head: start.trimStart().split(/\r?\n/, 1)[0] ?? "",
    all: (async function* () {
      try {
        yield start;
        for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
      } finally {
        await iterator.return?.();
      }
    })(),
  };
}
