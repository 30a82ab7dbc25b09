type Closable = { readonly close: () => Promise<void> };
const open = new Set<Closable>();

/** Something that is closed once the file that opened it is done, unless its tests close it. Files share a process: what one leaves open stays in memory for all after it (200 MB a database). */
export function closeAfterFile<Opened extends Closable>(opened: Opened): Opened {
  const kept = {
    ...opened,
    close: () => {
      open.delete(kept);
      return opened.close();
    },
  };
  open.add(kept);
  return kept;
}

/** Close what is open still. */
export const closeOpened = async (): Promise<void> => void (await Promise.all([...open].map((one) => one.close())));
