import { condition, log, proxyActivities, setHandler, upsertSearchAttributes, uuid4 } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { AuditedChange, By } from "../../core/ports/audit.ts";
import type { SensorMirror } from "../../core/ports/sensors.ts";
import { attribute } from "../contracts/attributes.ts";
import type { Changed } from "../contracts/control-messages.ts";
import { recordOptions } from "../contracts/options.ts";
import {
  declaredSignal,
  pauseSensorSignal,
  pauseSensorUpdate,
  pollNowSignal,
  resetSensorSignal,
  resetSensorUpdate,
  resumeSensorSignal,
  resumeSensorUpdate,
  sensorQuery,
  type PollingInput,
  type PollingStateV1,
} from "../contracts/polling.ts";
import { firstPolling, healthOf, held, mirrorOf, pollingBoard, reset } from "../logic/polling-state.ts";
import { readBy, readCursor, readEvery, type Read } from "../logic/read-orders.ts";
import { readSignal } from "./read-signal.ts";
import { refuseOrder } from "./refuse-order.ts";
import { showBoard } from "./show-board.ts";

const record = proxyActivities<Activities>(recordOptions);
const sample = '{"who":"Ada Exemple","why":"the publisher is moving"}';

/** A change of a sensor that somebody makes. */
type Change = { readonly what: AuditedChange; readonly next: PollingStateV1; readonly told: readonly [string, string] };

/** What a polling sensor knows while it runs, changed by whoever holds it, shown on its page. */
export class PollingMemory {
  readonly #name: string;
  #state: PollingStateV1;
  #everyMs: number;
  #asked = 0;
  /** Whether the state is there: nothing is changed by hand before. */
  #isRecovered: boolean;

  constructor({ name, everyMs }: PollingInput, carried: PollingStateV1 | undefined) {
    this.#name = name;
    this.#everyMs = everyMs;
    this.#state = carried ?? firstPolling(null);
    this.#isRecovered = carried !== undefined;
    this.#answer();
  }

  get current(): PollingStateV1 {
    return this.#state;
  }
  /** Whether it goes on from what is known of it. */
  get isRecovered(): boolean {
    return this.#isRecovered;
  }
  get everyMs(): number {
    return this.#everyMs;
  }
  /** How often somebody asked for a look. */
  get asked(): number {
    return this.#asked;
  }

  /** A look is due at once. */
  dueNow(): void {
    this.#state = { ...this.#state, nextAt: null };
  }

  /** Milliseconds until a poll is due at `now`; undefined while it is held. */
  dueIn(now: number): number | undefined {
    const { pause, nextAt } = this.#state;
    if (pause !== null) return undefined;
    return nextAt === null ? 0 : Math.max(0, Date.parse(nextAt) - now);
  }

  /** Go on from what our own tables know of it. */
  recover(mirror: SensorMirror | null): void {
    this.#isRecovered = true;
    this.keep(firstPolling(mirror));
  }

  keep(next: PollingStateV1): void {
    const health = healthOf(next);
    if (health !== this.#state.health) upsertSearchAttributes([{ key: attribute.health, value: health }]);
    this.#state = { ...next, health };
    showBoard(pollingBoard(this.#name, this.#state));
  }

  #pause = (by: By): Change => ({
    what: "sensor.pause",
    next: held(this.#state, { ...by, at: new Date().toISOString() }),
    told: [pauseText(this.#state), `paused by ${by.who}`],
  });
  #resume = (): Change => ({
    what: "sensor.resume",
    next: held(this.#state, null),
    told: [pauseText(this.#state), "not paused"],
  });
  #reset = ({ cursor }: { readonly cursor: string | null }): Change => ({
    what: "sensor.reset",
    next: reset(this.#state, cursor),
    told: [this.#state.cursor ?? "none", cursor ?? "none"],
  });

  #recovered = (): Promise<void> => condition(() => this.#isRecovered);

  /** Changed at once, then recorded and mirrored, however long the database is away. */
  async #changed<Order extends By>(order: Order, change: (order: Order) => Change): Promise<Changed> {
    await this.#recovered();
    const { what, next, told } = change(order);
    const [oldValue, newValue] = told;
    this.keep(next);
    const mirror = mirrorOf(this.#name, this.#state);
    const { who, why } = order;
    const entry = { id: uuid4(), at: new Date().toISOString(), what, subject: this.#name, who, why };
    await record.recordAudit.executeWithOptions({ summary: `audit: ${what}` }, [
      { entry: { ...entry, oldValue, newValue }, mirror: null },
    ]);
    await record.saveSensor.executeWithOptions({ summary: what }, [{ mirror, runs: [] }]);
    return { oldValue, newValue };
  }

  async #signalled<Order extends By>(name: string, read: Read<Order>, change: (order: Order) => Change): Promise<void> {
    await this.#recovered();
    if ("problem" in read) return this.keep({ ...this.#state, refused: `\`${name}\` was refused: ${read.problem}` });
    await this.#changed(read.order, change).catch(() =>
      log.warn("a change by hand was not recorded", { signal: name }),
    );
  }

  #answer(): void {
    setHandler(sensorQuery, () => this.#state, {
      description: "How the sensor stands: cursor, polls, runs. No argument.",
    });
    setHandler(pauseSensorUpdate, (by) => this.#changed(by, this.#pause), {
      validator: (by) => refuseOrder(readBy(by)),
      description: `Poll no more until it is resumed. Example: ${sample}`,
    });
    setHandler(resumeSensorUpdate, (by) => this.#changed(by, this.#resume), {
      validator: (by) => refuseOrder(readBy(by)),
      description: `Poll again, at once. Example: ${sample}`,
    });
    setHandler(resetSensorUpdate, (order) => this.#changed(order, this.#reset), {
      validator: (order) => refuseOrder(readCursor(order)),
      description: `Go on from another cursor, at once; null forgets it. Example: {"cursor":null,${sample.slice(1)}`,
    });
    setHandler(pauseSensorSignal, (told) => this.#signalled("pause", readSignal(told), this.#pause), {
      description: `As the update \`pauseSensor\`, for hand use. Example: ${sample}`,
    });
    setHandler(resumeSensorSignal, (told) => this.#signalled("resume", readSignal(told), this.#resume), {
      description: `As the update \`resumeSensor\`, for hand use. Example: ${sample}`,
    });
    setHandler(resetSensorSignal, (told) => this.#signalled("reset", readCursor(told), this.#reset), {
      description: `As the update \`resetSensor\`, for hand use. Example: {"cursor":"…",${sample.slice(1)}`,
    });
    const lookNow = (): void => {
      this.#asked++;
      this.dueNow();
    };
    setHandler(pollNowSignal, lookNow, {
      description: "Look now, unless it is paused; once more where one is being made. No argument.",
    });
    setHandler(declaredSignal, (told) => void (this.#everyMs = readEvery(told) ?? this.#everyMs), {
      description: 'A worker started that has the sensor declared so, in milliseconds. Example: {"everyMs":3600000}',
    });
  }
}

const pauseText = ({ pause }: PollingStateV1): string => (pause === null ? "not paused" : `paused by ${pause.who}`);
