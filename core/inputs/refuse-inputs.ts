import { SillageError } from "../errors.ts";
import { forms, inputForms } from "./forms.ts";

/** See that inputs hold numbers, booleans and texts of known forms only; a text whose name is not declared, such as one filed under an asset, must be a token, and so must every name. Throws `input.refused`, which tells where and not what. */
export function refuseInputs(receiver: string, inputs: readonly unknown[]): void {
  for (const [at, input] of inputs.entries()) look(receiver, input, { name: "", path: `[${at}]` });
}

type Place = { readonly name: string; readonly path: string };

function look(receiver: string, value: unknown, { name, path }: Place): void {
  if (typeof value === "string") {
    const form = inputForms.get(name) ?? "token";
    if (!forms[form].test(value)) throw refused(receiver, path, `is no ${form} (${value.length} characters)`);
  } else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) look(receiver, item, { name, path: `${path}[${at}]` });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!forms.token.test(key)) throw refused(receiver, path, "has a field whose name is no token");
      look(receiver, item, { name: key, path: `${path}.${key}` });
    }
  }
}

const refused = (receiver: string, path: string, rule: string): SillageError =>
  new SillageError({
    code: "input.refused",
    message: `The input of ${receiver} is refused: ${path} ${rule}.`,
    fix: "Hand over ids, dates and numbers; what a person wrote is read where it is kept.",
  });
