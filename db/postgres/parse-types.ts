/** How both drivers read types, by PostgreSQL type id: values that JavaScript cannot hold exactly stay text. */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  1082: (text) => text,
  1114: (text) => text,
  1184: toIso,
  1700: (text) => text,
  1182: (text) => (text === "{}" ? [] : text.slice(1, -1).split(",")),
};

/** As `parsers`, for declared statements: instants as `Date`; one that no `Date` holds (`infinity`) stays text. */
export const declaredParsers: typeof parsers = {
  ...parsers,
  1184: (text) => (text.includes("infinity") ? text : dateOf(text)),
};

function toIso(text: string): string {
  return text.includes("infinity") ? text : dateOf(text).toISOString();
}

const dateOf = (text: string): Date => new Date(text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00"));
