/** What separates the fields of a CSV file. With `;` a decimal may have a comma. */
export type CsvDelimiter = "," | ";";

/** The delimiter of a CSV file by its header line: the one that occurs more often outside quotes, `,` when neither does. */
export function sniffDelimiter(headerLine: string): CsvDelimiter {
  const bare = headerLine.replaceAll(/"(?:[^"]|"")*"/g, "");
  const count = (delimiter: string): number => bare.split(delimiter).length - 1;
  return count(";") > count(",") ? ";" : ",";
}
