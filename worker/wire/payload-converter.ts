import {
  BinaryPayloadConverter,
  CompositePayloadConverter,
  JsonPayloadConverter,
  UndefinedPayloadConverter,
  type Payload,
} from "@temporalio/common";
import { SillageError } from "../../core/errors.ts";
import { isSensitive } from "../../core/sensitive.ts";

/** JSON as by default, but a `Sensitive` anywhere in a value is refused. Throws `pii.sensitive`. */
class GuardedJsonConverter extends JsonPayloadConverter {
  override toPayload(value: unknown): Payload | undefined {
    refuseSensitive(value);
    return super.toPayload(value);
  }
}

/** JSON visits every value that would cross, and tells where it lies before `toJSON` hides it. */
function refuseSensitive(value: unknown): void {
  JSON.stringify(value, function (this: unknown, name, shown: unknown) {
    if (isSensitive(typeof this === "object" && this !== null ? Reflect.get(this, name) : shown)) throw sensitive(name);
    return shown;
  });
}

/** The name of a field may be a person's too: it is told only where it looks like one of ours. */
const sensitive = (name: string): SillageError =>
  new SillageError({
    code: "pii.sensitive",
    message: `A sensitive value was about to be handed to Temporal${/^[a-zA-Z]{1,40}$/.test(name) ? ` as \`${name}\`` : ""}.`,
    fix: "Hand over an id, and let the activity that needs the value read it.",
  });

/** What workers, clients and the workflows' sandbox turn values into payloads with; loaded by its path. */
export const payloadConverter = new CompositePayloadConverter(
  new UndefinedPayloadConverter(),
  new BinaryPayloadConverter(),
  new GuardedJsonConverter(),
);
