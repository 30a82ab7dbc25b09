/** The public files that are served without a key, beside the vendor's tables. */
const fileNames = ["communes.csv", "commune-populations.csv"] as const;
/** The path of one of them. */
export type FileName = (typeof fileNames)[number];

/** True for the path of a public file. */
export const isFile = (path: string): path is FileName => fileNames.some((name) => name === path);
