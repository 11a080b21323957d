import type { Deps } from '../deps.ts';
import type { MessageRow } from '../store/records.ts';

type LetterDeps = Pick<Deps, 'store' | 'clocks' | 'log'>;

export interface DeadLetter {
  readonly id: string;
  readonly state: MessageRow['state'];
  readonly recipient: string;
  readonly summary: string;
  readonly case: string | null;
  readonly attempts: number;
  readonly reason: string;
  readonly at: Date;
}
export type LetterAnswer = { readonly ok: true } | { readonly ok: false; readonly why: 'unknown' | 'noteMissing' };

const WAITING = ['held', 'dead'] as const;
/** An operator who replays says that the message may go out for a day from now on. */
const REPLAY_WINDOW_MS = 24 * 3_600_000;

/** What waits for an operator, oldest first. */
export async function listDeadLetters({ store }: LetterDeps): Promise<readonly DeadLetter[]> {
  const rows = await store.messages.find({ state: { $in: WAITING } }, { sort: { dueAt: 1 } });
  return rows.map((row) => ({
    id: row._id,
    state: row.state,
    recipient: row.recipient,
    summary: row.summary,
    case: row.case,
    attempts: row.attempts.length,
    reason: [row.outcome?.class, row.outcome?.errcode, row.outcome?.text].filter((part) => part).join(' '),
    at: row.outcome?.at ?? row.dueAt,
  }));
}

/** 重放: the same bytes under the same id, so that the platform still refuses what has arrived. */
export const replay = (deps: LetterDeps, id: string, note: string): Promise<LetterAnswer> => {
  const now = deps.clocks.real();
  return decide(deps, id, note, '重放', {
    state: 'due',
    expiresAt: new Date(now.getTime() + REPLAY_WINDOW_MS),
    'lease.owner': '',
    'lease.until': now,
  });
};

/** 作废: nobody will be told; the note says why. */
export const discard = (deps: LetterDeps, id: string, note: string): Promise<LetterAnswer> =>
  decide(deps, id, note, '作废', { state: 'cancelled' });

async function decide(
  { store, clocks, log }: LetterDeps,
  id: string,
  note: string,
  what: string,
  change: Record<string, unknown>,
): Promise<LetterAnswer> {
  if (note.trim() === '') return { ok: false, why: 'noteMissing' };
  const outcome = { class: 'operator', errcode: null, text: `${what}: ${note.trim()}`, at: clocks.real() };
  const done = await store.messages.update(
    { _id: id, state: { $in: WAITING } },
    { $set: { ...change, outcome }, $inc: { 'lease.fence': 1 } },
  );
  log.info('outbox.operator', { key: id, reason: what });
  return done ? { ok: true } : { ok: false, why: 'unknown' };
}
