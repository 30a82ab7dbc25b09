/** The code of the failure at the bottom of a chain of Temporal failures; `unexpected` where it tells none. */
export function rootCode(error: unknown): string {
  let code = "unexpected";
  for (let found = error; found instanceof Error; found = found.cause)
    if ("type" in found && typeof found.type === "string" && found.type !== "") code = found.type;
  return code;
}
