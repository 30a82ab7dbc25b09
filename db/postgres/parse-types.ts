/** How both drivers read types, by PostgreSQL type id: values that JavaScript cannot hold exactly stay text. */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  1082: (text) => text,
  1114: (text) => text,
  1184: toIso,
  1700: (text) => text,
  1182: (text) => (text === "{}" ? [] : text.slice(1, -1).split(",")),
};

function toIso(text: string): string {
  return text.includes("infinity")
    ? text
    : new Date(text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00")).toISOString();
}
