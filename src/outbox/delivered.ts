import type { Deps } from '../deps.ts';
import type { MessageRow } from '../store/records.ts';
import type { OutboxDeps } from './ports.ts';

const LOOK_BACK_MS = 7 * 86_400_000;

export interface Delivered {
  /** Tells the domain that this message has arrived, if it asked for it. */
  readonly tell: (message: MessageRow) => Promise<void>;
  /** What a crash between "sent" and "told" left: once after the start, and after a failure. */
  readonly catchUp: () => Promise<void>;
}

export function createDelivered({ store, clocks, log, onDelivered }: Deps & OutboxDeps): Delivered {
  let isCaughtUp = false;

  async function tell(message: MessageRow): Promise<void> {
    if (!onDelivered || !message.onDelivered) return;
    try {
      await onDelivered(message);
      await store.messages.update({ _id: message._id, state: 'sent' }, { $set: { onDelivered: null } });
    } catch (error) {
      isCaughtUp = false;
      log.error('outbox.delivered.failed', {
        key: message._id,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }

  return {
    tell,
    async catchUp() {
      if (isCaughtUp || !onDelivered) return;
      isCaughtUp = true;
      const since = new Date(clocks.real().getTime() - LOOK_BACK_MS);
      const untold = await store.messages.find({ state: 'sent', dueAt: { $gte: since }, onDelivered: { $ne: null } });
      for (const message of untold) await tell(message);
    },
  };
}
