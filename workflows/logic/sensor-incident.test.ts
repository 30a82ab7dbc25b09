import { expect, test } from "vitest";
import type { PollingStateV1 } from "../contracts/polling.ts";
import { firstPolling } from "./polling-state.ts";
import { noticed, sensorNotice } from "./sensor-incident.ts";

const now = new Date("2026-11-25T02:20:00.000Z");
const looked = (failures: number, over: Partial<PollingStateV1> = {}): PollingStateV1 => ({
  ...firstPolling(null),
  failures,
  failure: failures === 0 ? null : "The server answered 500.",
  ...over,
});
const failing = (): PollingStateV1 => {
  const notice = sensorNotice("file", looked(3), now);
  if (notice === undefined) throw new Error("Nobody is told of three failures.");
  return noticed(looked(3), notice);
};

test("the third failure in a row opens an incident, once; a look that goes well is its end", () => {
  expect([0, 1, 2].map((failures) => sensorNotice("file", looked(failures), now))).toEqual(Array(3).fill(undefined));
  expect(sensorNotice("file", looked(3), now)).toEqual({
    id: "sensor/file/2026-11-25T02:20:00.000Z/opened",
    event: "opened",
    incident: {
      id: "sensor/file/2026-11-25T02:20:00.000Z",
      asset: "sensor/file",
      health: "failing",
      why: "3 looks failed one after another: The server answered 500.",
      openedAt: "2026-11-25T02:20:00.000Z",
      closedAt: null,
      toldAt: null,
    },
  });
  const { incident = null } = failing();
  expect(sensorNotice("file", looked(4, { incident }), now)).toBeUndefined();
  const recovered = sensorNotice("file", looked(0, { incident }), now);
  expect(recovered).toMatchObject({ event: "recovered", incident: { closedAt: now.toISOString() } });
  expect(recovered && noticed(failing(), recovered)).toMatchObject({ incident: null });
});

test("a sensor that is held tells nothing, and goes on with its incident", () => {
  const pause = { who: "Ada Exemple", why: "a trial", at: now.toISOString() };
  expect(sensorNotice("file", looked(3, { pause }), now)).toBeUndefined();
  expect(sensorNotice("file", looked(0, { pause, incident: failing().incident ?? null }), now)).toBeUndefined();
});

test("a webhook that stays away costs the oldest notices but the one on its way", () => {
  const notice = (id: number) => ({ id: String(id), event: "recovered", incident: failing().incident }) as const;
  const all = Array.from({ length: 20 }, (_, id) => notice(id)).reduce(
    (state, { id, event, incident }) => (incident == null ? state : noticed(state, { id, event, incident })),
    looked(0),
  );
  expect(all.notices?.map(({ id }) => id)).toEqual(["0", ...Array.from({ length: 11 }, (_, at) => String(at + 9))]);
});
