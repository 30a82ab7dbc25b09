import { volumes, type Volume } from "../../dev/ponton/volume.ts";
import { choiceOption } from "./choice-option.ts";

const names = Object.keys(volumes).filter((name): name is Volume => name in volumes);

/** Reads a volume of the simulated vendor. Throws `usage.volume`. */
export const volumeOption = choiceOption<Volume>("volume", names);

/** The volumes with about how many rows each has, for help. */
export const volumeHelp = `how much the simulated vendor holds: ${names
  .map((name) => `${name} (about ${volumes[name].rows.toLocaleString("en")} rows)`)
  .join(", ")}`;
