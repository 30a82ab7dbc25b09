import { SillageError } from "../core/errors.ts";

/** The client of a command that reads the audit of reveals, which starts no workflow: there is none. Throws `reveals.no-client`. */
export const noClient = (): never => {
  throw new SillageError({
    code: "reveals.no-client",
    message: "A workflow was asked for where the audit of reveals is read without Temporal.",
    fix: "Start the stack, and ask through it: this command only reads the audit.",
  });
};
