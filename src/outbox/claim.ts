import type { Deps } from '../deps.ts';
import type { MessageRow } from '../store/records.ts';
import { nextK, RELEASED } from './outcomes.ts';
import type { SendOutcome } from './ports.ts';

export const LEASE_MS = 30_000;

type ClaimDeps = Pick<Deps, 'store' | 'clocks' | 'instance'>;

/**
 * Takes the message for one attempt. The claim is the intent record (W3): it is durable before anything is written
 * to the socket. @returns null when somebody else was faster or it is not due any more.
 */
export function claim({ store, clocks, instance }: ClaimDeps, message: MessageRow): Promise<MessageRow | null> {
  const now = clocks.real();
  const { fence } = message.lease;
  return store.messages.take(
    { _id: message._id, state: 'due', 'lease.fence': fence, 'lease.until': { $lte: now } },
    {
      $set: { 'lease.owner': instance, 'lease.until': new Date(now.getTime() + LEASE_MS) },
      $inc: { 'lease.fence': 1 },
      $push: { attempts: { k: nextK(message), fence: fence + 1, at: now } },
    },
  );
}

/** Gives an unused claim back: another instance may have it at once. */
export async function release(deps: ClaimDeps, message: MessageRow): Promise<void> {
  await conclude(deps, message, { class: RELEASED }, { until: deps.clocks.real() });
}

/** Writes the outcome under the claim's fence. @returns false when the lease was lost meanwhile, or the message is final. */
export function conclude(
  { store, clocks }: ClaimDeps,
  message: MessageRow,
  outcome: Omit<SendOutcome, 'class'> & { readonly class: string },
  next: { readonly state?: MessageRow['state']; readonly until?: Date; readonly text?: string },
): Promise<boolean> {
  const { msgid = null, responseCode = null } = outcome;
  return store.messages.update(
    { _id: message._id, state: 'due', 'lease.fence': message.lease.fence },
    {
      $set: {
        outcome: {
          class: outcome.class,
          errcode: outcome.errcode ?? null,
          text: next.text ?? outcome.errmsg ?? '',
          at: clocks.real(),
        },
        'lease.owner': '',
        ...(next.state ? { state: next.state } : {}),
        ...(next.until ? { 'lease.until': next.until } : {}),
        ...(next.state === 'sent' ? { platformMessage: { msgid, responseCode } } : {}),
      },
    },
  );
}

/** A holder whose lease was lost still knows that the message arrived: that counts, whoever holds it now; nothing else does. */
export function lateSuccess({ store, clocks }: ClaimDeps, message: MessageRow, outcome: SendOutcome): Promise<boolean> {
  const { msgid = null, responseCode = null } = outcome;
  return store.messages.update(
    { _id: message._id, state: { $in: ['due', 'held'] } },
    {
      $set: {
        state: 'sent',
        outcome: { class: 'ok', errcode: 0, text: 'late answer', at: clocks.real() },
        platformMessage: { msgid, responseCode },
      },
    },
  );
}
