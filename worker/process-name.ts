import { hostname } from "node:os";

/** What a process calls itself before Temporal: its number, and the machine that the number is of, so that two containers are two. */
export const processName = (pid = process.pid, host = hostname()): string => `sillage@${pid}@${host}`;
