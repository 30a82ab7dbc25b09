import { byCode } from "./names.ts";

/** A list of texts or numbers as one parameter: a parameter each would meet the limit of 2,100. */
export const jsonList = (values: readonly (string | number)[]): string => JSON.stringify(values);

/** The texts of a list in a parameter, as a subquery to compare stored text with. */
export const textsIn = (parameter: string): string =>
  `(select cast([value] as nvarchar(400)) ${byCode} from openjson(${parameter}))`;

/** The days of a list in a parameter, as a subquery. */
export const daysIn = (parameter: string): string => `(select cast([value] as date) from openjson(${parameter}))`;

/** An aggregate that makes a JSON list of the days of a relation, whose column `day` holds each once; null for none. */
export const listOfDays =
  "N'[\"' + string_agg(cast(convert(nchar(10), [day], 23) as nvarchar(max)), N'\",\"') within group (order by [day]) + N'\"]'";

/** Read a list of texts out of an answer; null and absent are none. */
export const readList = (text: string | null | undefined): readonly string[] => (text == null ? [] : JSON.parse(text));

/** An instant as a parameter: UTC without its Z, which datetime2 has no place for. */
export const utc = (instant: string): string => instant.replace(/Z$/, "");
