/** Doors that windows stand before while they are read, each opened by hand. */
export function doors() {
  const shut: (() => void)[] = [];
  return {
    shut,
    stand: () => new Promise<void>((resolve) => void shut.push(resolve)),
    openAll: () => {
      for (const open of shut.splice(0)) open();
    },
  };
}
