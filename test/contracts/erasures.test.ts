import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { memoryErasures } from "../fakes/memory-erasures.ts";
import { erasuresContract } from "./erasures.ts";

describe("in memory", () =>
  erasuresContract(async () => {
    const people = [randomUUID(), randomUUID()] as const;
    const erasures = memoryErasures(people);
    return { erasures, people, unknown: randomUUID(), finish: erasures.finish };
  }));
