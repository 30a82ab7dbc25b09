import { fileURLToPath } from "node:url";
import type { DataConverter, PayloadCodec } from "@temporalio/common";

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** How values and errors cross Temporal, for workers and clients alike; the bundle of workflows takes its paths. */
export const dataConverter = {
  payloadConverterPath: path("payload-converter.ts"),
  failureConverterPath: path("failure-converter.ts"),
} satisfies DataConverter;

/** The same with payloads sealed by a codec, where there is one. */
export const converterWith = (codec: PayloadCodec | undefined): DataConverter =>
  codec === undefined ? dataConverter : { ...dataConverter, payloadCodecs: [codec] };
