import type { Deps } from '../deps.ts';
import type { MessageRow } from '../store/records.ts';
import { claim, conclude, LEASE_MS, lateSuccess, release } from './claim.ts';
import type { Limiter } from './limits.ts';
import { isConcluded, judge, type Verdict } from './outcomes.ts';
import type { Call, OutboxDeps, SendOutcome } from './ports.ts';

/** What one try came to. */
export interface Attempt {
  /** Something was written about the message. */
  readonly tried: boolean;
  /** Set when the message is still to be sent: not before this (real time). */
  readonly until: Date | null;
  /** The recipient's later messages wait for it. */
  readonly holdsUp: boolean;
}

interface Given {
  readonly limiter: Limiter;
  readonly isStopping: () => boolean;
  readonly undelivered: (message: MessageRow, outcome: SendOutcome) => Promise<void>;
  readonly delivered: (message: MessageRow) => Promise<void>;
}

const DONE: Attempt = { tried: true, until: null, holdsUp: false };
/** Somebody else took the message: he is at work on it, so look again soon. */
const TAKEN_PAUSE_MS = 1_000;

/** A robot has a gate of its own: a wrong key or a full robot stops no other. */
const gateOf = ({ platform, channel, recipient }: MessageRow): string =>
  channel === 'robot' ? `${platform}:robot:${recipient}` : `${platform}:${channel}`;

const callOf = ({ platform, call, recipient }: MessageRow): Call => ({ platform, kind: call, recipient });

/**
 * Order is kept for the first, shortest retry; a message that fails again steps aside, so that it delays the others
 * by no more than its own retry slot (P14).
 */
const keepsPlace = (message: MessageRow): boolean => (message.attempts.at(-1)?.k ?? 0) <= 1;

export function createSender(
  deps: Deps & OutboxDeps,
  given: Given,
): { readonly attempt: (message: MessageRow) => Promise<Attempt> } {
  const random = deps.random ?? Math.random;

  async function attempt(message: MessageRow): Promise<Attempt> {
    const wait = await mustWait(message);
    if (wait) return wait;
    if (!message.refusesRepeats && !isConcluded(message)) return holdUnknown(message);
    const startedAt = deps.clocks.monotonic();
    const claimed = await claim(deps, message);
    if (!claimed) return taken();
    // A paused process cannot know that it was paused: after half the lease somebody else may be about to take it.
    if (given.isStopping() || deps.clocks.monotonic() - startedAt > LEASE_MS / 2) {
      await release(deps, claimed);
      return { tried: true, until: deps.clocks.real(), holdsUp: true };
    }
    return settle(claimed, await call(claimed));
  }

  async function mustWait(message: MessageRow): Promise<Attempt | null> {
    const { until } = message.lease;
    if (until > deps.clocks.real()) return { tried: false, until, holdsUp: keepsPlace(message) };
    const whose = message.channel === 'robot' ? 'robot' : 'member';
    const opens =
      (await given.limiter.closedUntil(gateOf(message))) ?? (await given.limiter.take(whose, message.recipient));
    return opens ? { tried: false, until: opens, holdsUp: true } : null;
  }

  const taken = (): Attempt => {
    const until = new Date(deps.clocks.real().getTime() + TAKEN_PAUSE_MS);
    return { tried: false, until, holdsUp: true };
  };

  async function call(message: MessageRow): Promise<SendOutcome> {
    try {
      return await deps.channel.send(callOf(message), message.body);
    } catch (error) {
      // The channel promises not to throw; if it does, nothing is known about what arrived.
      return { class: 'D', errmsg: error instanceof Error ? error.message : String(error) };
    }
  }

  /** A process died between the intent and the outcome, on a channel that would show a repeat (P9). */
  async function holdUnknown(message: MessageRow): Promise<Attempt> {
    const text = '发送中断，结果不明，这类消息不自动重发';
    if (!(await conclude(deps, message, { class: 'D' }, { state: 'held', text }))) return taken();
    deps.log.error('send.held', { key: message._id, class: 'D', reason: 'interrupted' });
    return DONE;
  }

  async function settle(message: MessageRow, outcome: SendOutcome): Promise<Attempt> {
    const verdict = judge(message, outcome, deps.clocks.real(), random);
    if (!(await conclude(deps, message, outcome, nextOf(verdict)))) return leaseLost(message, outcome, verdict);
    await follow(message, outcome, verdict);
    if (!('at' in verdict)) return DONE;
    return { tried: true, until: verdict.at, holdsUp: verdict.do === 'closeGate' || keepsPlace(message) };
  }

  async function leaseLost(message: MessageRow, outcome: SendOutcome, verdict: Verdict): Promise<Attempt> {
    const counts = verdict.do === 'sent' && (await lateSuccess(deps, message, outcome));
    deps.log.warn('send.leaseLost', { key: message._id, class: outcome.class, reason: counts ? 'sent' : 'ignored' });
    if (counts) await given.delivered(message);
    return DONE;
  }

  async function follow(message: MessageRow, outcome: SendOutcome, verdict: Verdict): Promise<void> {
    const fields = { key: message._id, class: outcome.class, ...(outcome.errcode ? { code: outcome.errcode } : {}) };
    const { level, event } = LOG_OF[verdict.do];
    deps.log[level](event, fields);
    if (verdict.do === 'sent') await given.delivered(message);
    if (verdict.do === 'closeGate') await given.limiter.close(gateOf(message), verdict.at);
    if (verdict.do === 'dead' && verdict.tell === 'clerk') await given.undelivered(message, outcome);
  }

  return { attempt };
}

const LOG_OF = {
  sent: { level: 'info', event: 'send.sent' },
  retry: { level: 'warn', event: 'send.retry' },
  closeGate: { level: 'error', event: 'send.channelClosed' },
  held: { level: 'error', event: 'send.held' },
  dead: { level: 'error', event: 'send.dead' },
} as const satisfies Record<Verdict['do'], { level: 'info' | 'warn' | 'error'; event: string }>;

const STATE_OF: Readonly<Record<Verdict['do'], MessageRow['state'] | null>> = {
  sent: 'sent',
  retry: null,
  closeGate: null,
  held: 'held',
  dead: 'dead',
};

function nextOf(verdict: Verdict): Parameters<typeof conclude>[3] {
  const state = STATE_OF[verdict.do];
  return {
    ...(state ? { state } : {}),
    ...('at' in verdict ? { until: verdict.at } : {}),
    ...('why' in verdict ? { text: verdict.why } : {}),
  };
}
