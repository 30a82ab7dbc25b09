import type { DashboardSpec } from "../../core/spec/dashboard.ts";

/** A dashboard as somebody asked for it: for which of the usual periods, by its place among `presets`, and of which base. */
export type Look = { readonly page: DashboardSpec; readonly preset: number; readonly site: number | undefined };

/** A week, and a day for whoever comes weekly. */
const keptMs = 8 * 86_400_000;

/** The dashboards that were looked at within eight days, the latest of them, each once. */
export class LatelyLooked {
  readonly #most: number;
  readonly #looks = new Map<string, { readonly look: Look; readonly at: number }>();

  constructor(most: number) {
    this.#most = most;
  }

  add(look: Look, at: Date): void {
    const key = `${look.page.key} ${look.preset} ${look.site ?? "all"}`;
    this.#looks.delete(key);
    this.#looks.set(key, { look, at: at.getTime() });
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > this.#most && oldest !== undefined) this.#looks.delete(oldest);
  }

  /** The latest first. */
  until(now: Date): readonly Look[] {
    const lately = [...this.#looks.values()].filter(({ at }) => now.getTime() - at < keptMs);
    return lately.map(({ look }) => look).toReversed();
  }
}
