/** What HTTP and Stream have in common once it is certain that DingTalk speaks: durable first, then a press's answer. */
import { createHash } from 'node:crypto';
import type { Clocks } from '../../clock.ts';
import { hasClassificationMark } from '../../inbox/classified.ts';

export type DingtalkSource = 'robot' | 'card' | 'events';
export type Outcome = 'stored' | 'duplicate' | 'spooled';
export type Log = (event: string, fields?: object) => void;

/** One authentic callback, as the inbox stores it. */
export interface DingtalkRecord {
  readonly platform: 'dingtalk';
  readonly source: DingtalkSource;
  /** `msg:<msgId>`, `card:<sha256>` or `evt:<eventId>`, unique within committee, platform and app. */
  readonly key: string;
  /** The bytes as they came, decrypted where they were encrypted; of a classified message only its frame. */
  readonly plaintext: Buffer;
  readonly receivedAt: Date;
  /** Lower-cased user id for the mailbox; null when nobody sent it or it cannot be told who. */
  readonly person: string | null;
  /** The text bore a classification mark and has been left out. */
  readonly classified: boolean;
}

/** Makes a record durable. The platform is told "received" only after this has resolved. */
export type Accept = (record: DingtalkRecord) => Promise<Outcome>;

export interface Authentic extends Pick<DingtalkRecord, 'key' | 'person' | 'plaintext'> {
  /** Everything in it that people could have written, for the scan for classification marks. */
  readonly texts: readonly string[];
  /** What may be kept when it is classified: made anew, not cut out of the original. */
  readonly frame: (at: Date) => object;
}

const LOG_OF = { stored: 'inbox.stored', duplicate: 'inbox.duplicate', spooled: 'store.spooled' } as const;

export const keyHashOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 16);

/** @returns what rejects when neither store nor spool took it: nothing is acknowledged then */
export async function keep(
  source: DingtalkSource,
  { key, person, plaintext, texts, frame }: Authentic,
  { accept, clocks, log }: { readonly accept: Accept; readonly clocks: Pick<Clocks, 'real'>; readonly log: Log },
): Promise<Outcome> {
  const keyHash = keyHashOf(key);
  const receivedAt = clocks.real();
  const classified = [plaintext.toString('utf8'), ...texts].some(hasClassificationMark);
  if (classified) log('submit.classified', { key: keyHash });
  const kept = classified ? Buffer.from(JSON.stringify(frame(receivedAt))) : plaintext;
  const outcome = await accept({ platform: 'dingtalk', source, key, plaintext: kept, receivedAt, person, classified });
  log(LOG_OF[outcome], { key: keyHash });
  return outcome;
}

export interface PressOptions {
  readonly clocks: Pick<Clocks, 'monotonic'>;
  /** What the card shall show now, once the press with this inbox key has been worked; null: nothing new. */
  readonly answerWithin: (key: string) => Promise<object | null>;
  /** From the arrival of a press to its answer. Default 1.5 s: the client gives up after 2 s. */
  readonly answerMs?: number;
  readonly log: Log;
}

/** The press is safe already: whatever becomes of the answer, the platform hears "received". */
export async function answerPress(
  { clocks, answerWithin, answerMs = 1500, log }: PressOptions,
  { key, outcome, startedAt }: { readonly key: string; readonly outcome: Outcome; readonly startedAt: number },
): Promise<object> {
  // What lies in the spool is worked when the store is back; a repeat was worked, or is being answered, already.
  if (outcome !== 'stored') return {};
  try {
    const answer = await within(answerWithin(key), answerMs - (clocks.monotonic() - startedAt), 'late' as const);
    if (answer === 'late') log('card.answer.late', { afterMs: answerMs });
    return answer === 'late' ? {} : (answer ?? {});
  } catch (error) {
    log('card.answer.failed', { code: error instanceof Error ? error.name : 'unknown' });
    return {};
  }
}

/**
 * Waits for work, but not longer than the platform does.
 * @returns `late` when it has not ended in time; it goes on, and nobody hears of its failure any more
 */
export async function within<T, L>(work: Promise<T>, ms: number, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<L>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms), late);
  });
  work.catch(() => {});
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}
