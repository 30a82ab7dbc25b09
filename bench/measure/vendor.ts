import { volumes, type Volume } from "../../dev/ponton/volume.ts";
import { World } from "../../dev/ponton/world.ts";
import { grouped, percent, secondsOf, type Figure, type Measurement } from "../measurement.ts";

/** Volumes that are made, by size: the medium one takes half a minute of a processor, which no test has. */
const made: Readonly<Record<"tiny" | "small" | "full", readonly Volume[]>> = {
  tiny: ["tiny"],
  small: ["small"],
  full: ["small", "medium"],
};
const off = 0.02;

/** How long the simulated vendor takes to make its rows, and whether they are as many as its volume says. */
export const vendor: Measurement = {
  about: "seconds in which the simulated vendor makes its rows, small and medium, and how many they are",
  run: async ({ size }) => {
    const figures: Figure[] = [];
    for (const volume of made[size]) figures.push(await rowsOf(volume));
    return figures;
  },
};

async function rowsOf(volume: Volume): Promise<Figure> {
  let rows = 0;
  const seconds = await secondsOf(async () => {
    const { shelves } = new World(7, volume);
    rows = [...shelves.values()].reduce((sum, shelf) => sum + shelf.sorted().length, 0);
  });
  const said = volumes[volume].rows;
  return {
    id: `vendor.${volume}`,
    what: `The simulated vendor's rows, volume ${volume}, made at its first start`,
    measured: `${grouped(rows)} rows in ${seconds.toFixed(1)} s`,
    goal: `${grouped(said)} rows within ${percent(off)}`,
    met: Math.abs(rows / said - 1) < off,
    values: { rows, seconds },
  };
}
