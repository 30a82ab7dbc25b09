import { SillageError } from "../core/errors.ts";

/** What is answered to an id under which nothing was filed. */
export const unknownRequest = (id: string): SillageError =>
  new SillageError({
    code: "dsr.unknown-request",
    message: `No request ${/^[0-9A-Z]{26}$/.test(id) ? id : "of that id"} was filed.`,
    fix: "List those there are with `sillage dsr list`, or file one with `sillage dsr open`.",
  });
