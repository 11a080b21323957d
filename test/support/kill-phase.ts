import type { RawRow } from '../../emulator/world.ts';
import type { CommitteeStore } from '../../src/store/store.ts';

/** Where a kill fell, as seen from what it left behind (decision 36). */
export const PHASES = [
  'before inbox write',
  'before work',
  'before claim',
  'before send',
  'before outcome',
  'idle',
] as const;
export type Phase = (typeof PHASES)[number];

/** @param unanswered a callback was under way and had no 200 yet */
export async function phaseOf(store: CommitteeStore, raw: readonly RawRow[], unanswered: boolean): Promise<Phase> {
  const due = await store.messages.find({ state: 'due' }, { limit: 50 });
  const arrived = new Set(
    raw.filter((row) => row.path.endsWith('/message/send')).map((row) => JSON.stringify(row.body)),
  );
  const reached = (body: string) => arrived.has(JSON.stringify(JSON.parse(body)));
  if (due.some((message) => message.attempts.length > 0 && reached(message.body))) return 'before outcome';
  if (due.some((message) => message.attempts.length > 0)) return 'before send';
  if (due.length > 0) return 'before claim';
  const received = await store.inbox.find({ state: 'received' });
  const mailboxes = await store.mailboxes.find({});
  const done = new Set(mailboxes.flatMap((mailbox) => mailbox.doneRows));
  if (received.some((row) => !done.has(row._id))) return 'before work';
  return unanswered ? 'before inbox write' : 'idle';
}

export const phaseTable = (): Record<Phase, number> =>
  Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>;
