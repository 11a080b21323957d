import type { MessageRow } from '../store/records.ts';
import type { OutcomeClass, SendOutcome } from './ports.ts';

const SECOND_MS = 1_000;
const RETRY_SLOTS_MS = [5, 15, 60, 300, 900].map((seconds) => seconds * SECOND_MS);
const JITTER = 0.2;
const DEFAULT_RATE_WAIT_MS = 60 * SECOND_MS;
const CONFIG_WAIT_MS = 60 * SECOND_MS;
/** The platform refuses the same bytes for so long (duplicate_check_interval 14,400 s); afterwards they would show twice. */
const DUPLICATE_REFUSAL_MS = 14_400 * SECOND_MS;
const SAFETY_MS = 60 * SECOND_MS;

/** What happens to the message, by the class of its outcome (reliability.md section 2). */
export type Verdict =
  | { readonly do: 'sent' }
  | { readonly do: 'retry'; readonly at: Date }
  /** The gate is closed for everybody, on all instances. */
  | { readonly do: 'closeGate'; readonly at: Date }
  | { readonly do: 'held'; readonly why: string }
  | { readonly do: 'dead'; readonly tell: 'clerk' | 'operator' };

/** Recorded when a claim was given back before anything was written to the socket. */
export const RELEASED = 'released';
/** Of these nothing is counted as an attempt. */
const UNCOUNTED: readonly string[] = ['B', 'G', RELEASED];

type Judge = (message: MessageRow, outcome: SendOutcome, now: Date, random: () => number) => Verdict;

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

const busy: Judge = (message, _outcome, now, random) => {
  const k = message.attempts.at(-1)?.k ?? 1;
  const slot = RETRY_SLOTS_MS[Math.min(k, RETRY_SLOTS_MS.length) - 1] ?? 0;
  const at = after(now, slot * (1 + JITTER * (2 * random() - 1)));
  return at < message.expiresAt ? { do: 'retry', at } : { do: 'held', why: '多次重试未能发出，已超过时限' };
};

const unknown: Judge = (message, outcome, now, random) => {
  if (!message.refusesRepeats) return { do: 'held', why: '发送结果不明，这类消息不自动重发' };
  const verdict = busy(message, outcome, now, random);
  const first = message.attempts[0]?.at ?? now;
  const refusedUntil = after(first, DUPLICATE_REFUSAL_MS - SAFETY_MS);
  if (verdict.do !== 'retry' || message.call === 'update' || verdict.at < refusedUntil) return verdict;
  return { do: 'held', why: '发送结果不明，已超过平台排重时限' };
};

/** An update whose code was used up by our own earlier, unanswered try has arrived. */
const refusedRepeat =
  (otherwise: Verdict): Judge =>
  (message) =>
    message.call === 'update' && repeatsUnknown(message) ? { do: 'sent' } : otherwise;

const JUDGES: Readonly<Record<OutcomeClass, Judge>> = {
  ok: (_message, outcome) => ((outcome.invalid?.length ?? 0) > 0 ? { do: 'dead', tell: 'clerk' } : { do: 'sent' }),
  // The client has already fetched a new token and repeated once.
  A: busy,
  B: (_message, outcome, now) => ({
    do: 'closeGate',
    at: after(now, outcome.retryAfterMs ?? DEFAULT_RATE_WAIT_MS),
  }),
  C: busy,
  D: unknown,
  E: refusedRepeat({ do: 'dead', tell: 'clerk' }),
  F: refusedRepeat({ do: 'dead', tell: 'operator' }),
  G: (_message, _outcome, now) => ({ do: 'closeGate', at: after(now, CONFIG_WAIT_MS) }),
};

export const judge: Judge = (message, outcome, now, random) => JUDGES[outcome.class](message, outcome, now, random);

/** True when the last claim has an outcome; without one, a process died or is still between claim and outcome. */
export function isConcluded({ attempts, outcome }: MessageRow): boolean {
  const last = attempts.at(-1);
  return !last || (outcome !== null && outcome.at >= last.at);
}

/** Number of the next counted attempt, from 1. */
export function nextK(message: MessageRow): number {
  const last = message.attempts.at(-1);
  if (!last) return 1;
  return isConcluded(message) && UNCOUNTED.includes(message.outcome?.class ?? '') ? last.k : last.k + 1;
}

/** Only to be asked of a message as it was claimed: its outcome is then the one before this attempt. */
function repeatsUnknown({ attempts, outcome }: MessageRow): boolean {
  if (attempts.length < 2) return false;
  const before = attempts.at(-2);
  return outcome === null || outcome.class === 'D' || (before !== undefined && outcome.at < before.at);
}
