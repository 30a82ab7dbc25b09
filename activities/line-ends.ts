const newline = 0x0a;

/** Where each line of a text ends: at its newline, the last one at the end of the text. */
export function lineEnds(text: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) ends.push(at);
  if (text.length > 0 && text.at(-1) !== newline) ends.push(text.length);
  return ends;
}
