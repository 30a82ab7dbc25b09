import type { ObjectCreated, ObjectsTold } from "../../core/objects-told.ts";

/** Read what a signal tells of one object; undefined when it is no object of a bucket. */
export function readObject(told: unknown): ObjectCreated | undefined {
  const [key, etag] = [fieldOf(told, "key"), fieldOf(told, "etag")];
  return typeof key === "string" && key !== "" && typeof etag === "string" ? { key, etag } : undefined;
}

/** Read what a signal tells of many objects; undefined when a part of it is not understood. */
export function readObjects(told: unknown): ObjectsTold | undefined {
  const [list, duplicates, foreign, gone] = ["objects", "duplicates", "foreign", "gone"].map((name) =>
    fieldOf(told, name),
  );
  if (!Array.isArray(list) || !isCount(duplicates) || !isCount(foreign) || !isCount(gone)) return undefined;
  const objects = list.map(readObject).filter((object) => object !== undefined);
  return objects.length === list.length ? { objects, duplicates, foreign, gone } : undefined;
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const fieldOf = (argument: unknown, name: string): unknown =>
  typeof argument === "object" && argument !== null ? Reflect.get(argument, name) : undefined;
