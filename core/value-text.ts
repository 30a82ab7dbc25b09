/** A value of an answer as text: an instant as ISO text in UTC with milliseconds, anything else as `String` writes it. */
export const valueText = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
