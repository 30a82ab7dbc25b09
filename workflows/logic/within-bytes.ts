const utf8 = new TextEncoder();

/** The longest beginning of some values that takes at most so many bytes, each as JSON in UTF-8 and a comma: as they are carried. */
export function withinBytes<Value>(values: readonly Value[], most: number): readonly Value[] {
  let bytes = 0;
  const end = values.findIndex((value) => {
    bytes += utf8.encode(JSON.stringify(value)).length + 1;
    return bytes > most;
  });
  return end < 0 ? values : values.slice(0, end);
}
