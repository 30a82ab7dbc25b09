import { afterAll } from "vitest";
import { closeOpened } from "./close-after-file.ts";

// Run anew before each file, whose end it waits for; what the files opened is kept in a module that they share.
afterAll(closeOpened);
