/** Whether a process ends before or after the change at which it is cut off was carried out. */
export type When = "before" | "after";

/** Counts the changes that a process makes, and ends it at the one of a number: from then on it makes none. */
export function cutOff(
  at: number,
  when: When,
): {
  readonly mortal: <Args extends readonly unknown[], Result>(
    work: (...args: Args) => Promise<Result>,
  ) => (...args: Args) => Promise<Result>;
  readonly calls: () => number;
} {
  let calls = 0;
  return {
    mortal:
      (work) =>
      async (...args) => {
        calls++;
        if (calls > at || (calls === at && when === "before")) throw new Error("killed");
        const result = await work(...args);
        if (calls === at) throw new Error("killed");
        return result;
      },
    calls: () => calls,
  };
}
