import { randomUUID } from 'node:crypto';
import { isObject } from '../http.ts';

export interface Subscription {
  readonly type: string;
  readonly topic: string;
}

/** The list of a `connections/open` body, or null when it is not one. SYSTEM and unknown topics are let in (8.1). */
export function readSubscriptions(given: unknown): readonly Subscription[] | null {
  if (!Array.isArray(given)) return null;
  const read = given.flatMap((one) =>
    isObject(one) && typeof one.type === 'string' && typeof one.topic === 'string'
      ? [{ type: one.type, topic: one.topic }]
      : [],
  );
  return read.length === given.length ? read : null;
}

/** Tickets of `connections/open`: each opens one connection, within its short life. */
export class StreamTickets {
  readonly #open = new Map<string, { readonly subscriptions: readonly Subscription[]; readonly until: number }>();
  readonly #lifeMs: number;
  readonly #monotonicMs: () => number;

  constructor(lifeMs: number, monotonicMs: () => number) {
    this.#lifeMs = lifeMs;
    this.#monotonicMs = monotonicMs;
  }

  issue(subscriptions: readonly Subscription[]): string {
    const now = this.#monotonicMs();
    for (const [ticket, { until }] of this.#open) if (until < now) this.#open.delete(ticket);
    const ticket = randomUUID();
    this.#open.set(ticket, { subscriptions, until: now + this.#lifeMs });
    return ticket;
  }

  /** What the ticket's owner subscribed to; null: never issued, used before, or too old. It is used up in any case. */
  redeem(ticket: string): readonly Subscription[] | null {
    const found = this.#open.get(ticket);
    this.#open.delete(ticket);
    return found && this.#monotonicMs() <= found.until ? found.subscriptions : null;
  }
}
