/** Beats every 5 s until disposed, so that a slow page or a wait for the throttle is not taken for a dead worker. */
export function keepAlive(beat: () => void): Disposable {
  const timer = setInterval(beat, 5_000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
