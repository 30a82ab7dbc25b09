import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { deployment } from "../../assets/index.ts";
import { createSessions } from "../../pages/login/session.ts";
import { median, type Figure } from "../measurement.ts";
import { unsound } from "../unsound.ts";

const mostMs = 150;
const mostBytes = 60_000;
const times = 15;
const changes = 5;
/** Milliseconds after which every page of the bench was looked at ahead: it is begun within half a second, and takes two. */
const aheadMs = 5_000;

/** Where pages are served, and where they are looked at ahead too, the key of their sessions, and how every asset is made to have changed, so that nothing kept is of use. */
export type PagesSide = {
  readonly url: string;
  readonly ahead: string;
  readonly key: Buffer;
  readonly change: () => Promise<void>;
};

/** How long each dashboard takes: at once after a change of its own, once it was looked at ahead, and when nothing changed since; and how large the first one is. */
export async function pageFigures({ url, ahead: aheadUrl, key, change }: PagesSide): Promise<readonly Figure[]> {
  const cookie = cookieOf(key);
  const figures: Figure[] = [];
  let first: string | undefined;
  for (const { key: page } of deployment.dashboards.pages) {
    const look = (side = url) => opened(`${side}/dashboards/${page}`, cookie);
    const after = async (side: string, wait: number): Promise<readonly number[]> => {
      await look(side);
      const looks: number[] = [];
      for (let at = 0; at < changes; at++) {
        await change();
        await setTimeout(wait);
        const { ms, text } = await look(side);
        first ??= text;
        looks.push(ms);
      }
      return looks;
    };
    const atOnce = await after(url, 0);
    const ahead = await after(aheadUrl, aheadMs);
    const again: number[] = [];
    for (let time = 0; time < times; time++) again.push((await look(aheadUrl)).ms);
    figures.push(
      figureOf(`page.${page}`, `The dashboard "${page}", its usual period, looked at ahead after a change`, ahead),
      figureOf(`page.${page}.again`, `The dashboard "${page}", again, nothing having changed`, again),
      figureOf(`page.${page}.at-once`, `The dashboard "${page}", at once after a change`, atOnce),
    );
  }
  const bytes = gzipSync(first ?? "").length;
  return [
    ...figures,
    {
      id: "page.bytes",
      what: "The first page, compressed",
      measured: `${(bytes / 1000).toFixed(1)} KB`,
      goal: "under 60 KB",
      met: bytes < mostBytes,
      values: { bytes },
    },
  ];
}

function figureOf(id: string, what: string, looks: readonly number[]): Figure {
  const [p50, worst] = [median(looks), Math.max(...looks)];
  return {
    id,
    what,
    measured: `${p50.toFixed(0)} ms (p50 of ${looks.length}, ${worst.toFixed(0)} at most), asked on loopback`,
    goal: `under ${mostMs} ms`,
    met: p50 < mostMs,
    values: { p50, worst },
  };
}

function cookieOf(key: Buffer): string {
  const { signer } = createSessions({ key, secure: false, now: Date.now });
  const ends = Math.floor(Date.now() / 1000) + 3600;
  const session = { id: "bench", subject: "local", name: "Nobody real", roles: ["viewer"], ends };
  return `sillage_session=${signer.sign("session", session)}`;
}

async function opened(url: string, cookie: string): Promise<{ readonly ms: number; readonly text: string }> {
  const from = performance.now();
  const response = await fetch(url, { headers: { cookie }, redirect: "manual" });
  const text = await response.text();
  if (response.status !== 200) throw unsound(`${url} answered ${response.status}`);
  return { ms: performance.now() - from, text };
}
