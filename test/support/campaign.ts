import type { Hand } from './hand.ts';

interface CampaignOptions {
  readonly deliveries: number;
  readonly seed: number;
}

export interface CampaignResult {
  readonly delivered: number;
  /** Each HTTP status that was answered, once. */
  readonly statuses: readonly number[];
  readonly missing: readonly string[];
  readonly twice: readonly string[];
}

const WRITERS = ['linzhiyuan', 'heyian'] as const;
const LINES_EACH = 25;

/** A small generator of numbers from 0 to 1 that a seed repeats exactly. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  const out = [...items];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = out[at] as T;
    out[at] = out[other] as T;
    out[other] = kept;
  }
  return out;
}

const lineOf = (person: string, n: number): string => `${person}的第${String(n).padStart(3, '0')}句。`;

/** Delivers the lines of two drafts again and again in a random order; each must stand in its draft once (P3). */
export async function campaign(bot: Hand, { deliveries, seed }: CampaignOptions): Promise<CampaignResult> {
  const held = new Map<number, string>();
  for (const person of WRITERS) {
    await bot.say(person, person === 'heyian' ? '反映社情民意' : '写提案');
    for (let n = 1; n <= LINES_EACH; n += 1) {
      const text = lineOf(person, n);
      held.set(await bot.hold(person, text), text);
    }
  }
  const callbacks = [...held.keys()];
  const queue = shuffled(
    Array.from({ length: Math.max(deliveries, callbacks.length) }, (_, n) => callbacks[n % callbacks.length] as number),
    seed,
  );
  const statuses = new Set<number>();
  for (const callback of queue) for (const status of await bot.repeat(callback)) statuses.add(status);
  await bot.settle();
  const drafts = (await Promise.all(WRITERS.map((person) => bot.draft(person)))).join('\n');
  const times = (text: string) => drafts.split(text).length - 1;
  const lines = [...held.values()];
  return {
    delivered: queue.length,
    statuses: [...statuses],
    missing: lines.filter((line) => times(line) === 0),
    twice: lines.filter((line) => times(line) > 1),
  };
}
