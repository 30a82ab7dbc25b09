import { SillageError } from "../../core/errors.ts";

/** What a vault refuses, in the words of the product. */
export const kekErrors = {
  /** The vault did not answer, or asked to wait. */
  unreachable: (vault: string, why: string, cause?: unknown): SillageError =>
    new SillageError({
      code: "kek.unreachable",
      message: `The vault (${vault}) does not answer: ${why}.`,
      fix: "It is asked again; look at the vault and at the network when this goes on.",
      retryable: true,
      cause,
    }),
  /** The vault knows who asks, and refuses. */
  denied: (vault: string, why: string): SillageError =>
    new SillageError({
      code: "kek.denied",
      message: `The vault (${vault}) refuses: ${why}.`,
      fix: "Give this process's identity the right to use the key, and look whether the key was disabled.",
    }),
  /** The key that wraps is not there. */
  noKey: (vault: string, key: string): SillageError =>
    new SillageError({
      code: "kek.no-key",
      message: `The vault (${vault}) has no key "${key}".`,
      fix: "Make it there, or name another with KEK_KEY.",
    }),
  /** The vault was asked for a new version of the key that wraps, and its newest is the one of before. */
  notRenewed: (vault: string, newest: string): SillageError =>
    new SillageError({
      code: "kek.not-renewed",
      message: `The vault (${vault}) was asked for a new version of its key, and ${newest} is still the newest.`,
      fix: "It is asked again; have its key renewed there when this goes on, and rotate again.",
      retryable: true,
    }),
  /** The key of an epoch is not there. */
  epochGone: (epoch: number): SillageError =>
    new SillageError({
      code: "kek.epoch-gone",
      message: `The vault has no usable key of epoch ${epoch}.`,
      fix: "What was wrapped under a destroyed epoch never opens again; people's keys are in the epoch that is active.",
    }),
} as const;
