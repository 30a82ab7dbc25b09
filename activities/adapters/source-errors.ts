import { SillageError } from "../../core/errors.ts";

/** The errors of reading a source. `where` is method-less: source and path, never a query or a key. */
export const sourceError = {
  unauthorised: (where: string) =>
    new SillageError({
      code: "source.unauthorised",
      message: `${where} answers 401: the access key is missing or wrong.`,
      fix: "Set the source's key in the settings; nothing was written.",
    }),
  forbidden: (where: string) =>
    new SillageError({
      code: "source.forbidden",
      message: `${where} answers 403: the access key may not read it.`,
      fix: "Ask the vendor for the right to read it, or take the table out of the graph.",
    }),
  contract: (where: string, what: string) =>
    new SillageError({
      code: "source.contract",
      message: `${where} breaks its contract: ${what}.`,
      fix: "Compare the table's declaration with the vendor's documentation.",
    }),
  /** `waitMs` undefined: the source asks for less without saying for how long. */
  rateLimited: (where: string, waitMs: number | undefined) =>
    new SillageError({
      code: "source.rate-limited",
      message: `${where} asks to wait${waitMs === undefined ? "" : ` ${Math.ceil(waitMs / 1000)} s`}.`,
      fix: "It is tried again then; lower requestsPerSecond if it happens often.",
      retryable: true,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    }),
  serverError: (where: string, status: number) =>
    new SillageError({
      code: "source.server-error",
      message: `${where} answers ${status} again and again.`,
      fix: "It is tried again; tell the vendor if it lasts.",
      retryable: true,
    }),
  unreachable: (where: string, why: string) =>
    new SillageError({
      code: "source.unreachable",
      message: `${where} does not answer: ${why}.`,
      fix: "It is tried again; check the source's address and the network.",
      retryable: true,
    }),
  noFile: (where: string) =>
    new SillageError({
      code: "source.no-file",
      message: `${where} is to be a file of this machine, and there is none that may be read at its address.`,
      fix: "Put it there on every machine whose workers extract, or set the source's address to where it is.",
    }),
  truncated: (where: string) =>
    new SillageError({
      code: "source.truncated",
      message: `${where} sent a body that is cut short.`,
      fix: "It is tried again; tell the vendor if it lasts.",
      retryable: true,
    }),
  notJson: (where: string, type: string) =>
    new SillageError({
      code: "source.not-json",
      message: `${where} answers 200 with ${type} instead of JSON.`,
      fix: "A login or maintenance page stands before the API: check the address and the key.",
    }),
  notCsv: (where: string, type: string) =>
    new SillageError({
      code: "source.not-csv",
      message: `${where} answers 200 with ${type} instead of CSV.`,
      fix: "A login or maintenance page stands before the file: check the address.",
    }),
  tooLarge: (where: string, most: number) =>
    new SillageError({
      code: "source.too-large",
      message: `${where} answers with more than ${most} bytes of JSON at once.`,
      fix: "Declare smaller pages, or the list as whole() where the API sends it at once: that is read as it arrives.",
    }),
  pageLoop: (where: string) =>
    new SillageError({
      code: "source.page-loop",
      message: `${where} sends a page that it sent before.`,
      fix: "The vendor's paging is stuck: nothing was kept; try again later or change the table's paging.",
    }),
  foreignLink: (where: string) =>
    new SillageError({
      code: "source.foreign-link",
      message: `${where} sends its next page to another host.`,
      fix: "The access key is sent to no other host: tell the vendor.",
    }),
  shifting: (where: string) =>
    new SillageError({
      code: "source.shifting",
      message: `${where} moves its rows faster than they can be read.`,
      fix: "It is tried again; ask the vendor for a stable order, or read the table by keyset.",
      retryable: true,
    }),
  cursorExpired: (where: string) =>
    new SillageError({
      code: "source.cursor-expired",
      message: `${where} no longer knows its cursor.`,
      fix: "The pass starts again by itself.",
      retryable: true,
    }),
} as const;
