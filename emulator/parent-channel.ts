import { randomUUID } from 'node:crypto';
import type { HookAnswer, ServerHooks } from './config.ts';

/**
 * The process channel to the launcher, which alone may move the server's clock (decisions.md 5).
 *
 * Out: `{type: 'ready', port}`, `{type: 'clock', to, id}`, `{type: 'outage', forMs, to, id}`, `{type: 'settle', id}`.
 * In: `{type: 'answer', id, now?, quiet}` for each, and `{type: 'now', now}` at every stop of the travelling clock,
 * so that what is sent on the way carries the right hour here.
 */
export interface Channel {
  readonly send: (message: object) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

interface Incoming {
  readonly type?: string;
  readonly id?: string;
  readonly now?: string;
  readonly quiet?: boolean;
}

export function hooksOver(channel: Channel, followClock: (now: Date) => void): ServerHooks {
  const waiting = new Map<string, (answer: HookAnswer) => void>();
  channel.onMessage((message) => {
    const { type, id, now, quiet = false } = (message ?? {}) as Incoming;
    if (type === 'now' && now) followClock(new Date(now));
    if (type !== 'answer' || id === undefined) return;
    waiting.get(id)?.({ quiet, ...(now === undefined ? {} : { now }) });
    waiting.delete(id);
  });
  const ask = (request: object): Promise<HookAnswer> => {
    const id = randomUUID();
    const answer = new Promise<HookAnswer>((resolve) => waiting.set(id, resolve));
    channel.send({ ...request, id });
    return answer;
  };
  return {
    clock: (to) => ask({ type: 'clock', to: to.toISOString() }),
    outage: (to, forMs) => ask({ type: 'outage', forMs, to: to.toISOString() }),
    settle: () => ask({ type: 'settle' }),
  };
}
