/** Counts events per key in sliding windows; an event that is refused does not count. */
export class RateWindow {
  readonly #limits: readonly { readonly ms: number; readonly max: number }[];
  readonly #hits = new Map<string, number[]>();

  constructor(limits: readonly { readonly ms: number; readonly max: number }[]) {
    this.#limits = limits;
  }

  allows(key: string, nowMs: number): boolean {
    const longest = Math.max(...this.#limits.map(({ ms }) => ms));
    const hits = (this.#hits.get(key) ?? []).filter((at) => nowMs - at < longest);
    const free = this.#limits.every(({ ms, max }) => hits.filter((at) => nowMs - at < ms).length < max);
    if (free) hits.push(nowMs);
    this.#hits.set(key, hits);
    return free;
  }
}
