import { choiceOption } from "./choice-option.ts";

/** How much the simulated vendor holds. */
export type Volume = "tiny" | "small" | "medium";

/** Reads a volume of the simulated vendor. Throws `usage.volume`. */
export const volumeOption = choiceOption<Volume>("volume", ["tiny", "small", "medium"]);
