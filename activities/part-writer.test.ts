import { expect, test } from "vitest";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { PartWriter } from "./part-writer.ts";

const folder = { source: "shop", table: "things", day: "2026-11-24", loadId: "01JPARTWRITER0000000000000" };
const writerOn = (store: ReturnType<typeof memoryObjectStore>) =>
  new PartWriter({ store, folder, fence: 1, attempt: 1, partBytes: 10 }, []);

test("a part that was put already by the same attempt is taken as put", async () => {
  const store = memoryObjectStore();
  const parts = [];
  for (let turn = 0; turn < 2; turn++) {
    const writer = writerOn(store);
    writer.add([{ id: 1 }]);
    await writer.flush();
    parts.push(writer.parts);
  }
  expect(parts[1]).toEqual(parts[0]);
});

test("another object of the same length under a part's key is a conflict, not the part", async () => {
  const store = memoryObjectStore();
  const first = writerOn(store);
  first.add([{ id: 1 }]);
  await first.flush();
  const [part] = first.parts;
  const other = new Uint8Array(part?.bytes ?? 0);
  await store.put(part?.key ?? "", other);
  const second = writerOn(store);
  second.add([{ id: 1 }]);
  await expect(second.flush()).rejects.toMatchObject({
    code: "store.conflict",
    retryable: true,
    message: `Another object stands at ${part?.key}. Start the run again: its parts get other keys.`,
  });
});

test("parts told before stay as they were told", async () => {
  const writer = writerOn(memoryObjectStore());
  writer.add([{ id: 1 }]);
  await writer.flush();
  const told = writer.parts;
  writer.add([{ id: 2 }]);
  await writer.flush();
  expect(told).toHaveLength(1);
});
