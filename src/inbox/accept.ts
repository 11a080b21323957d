import type { Deps } from '../deps.ts';
import type { InboxRow } from '../store/records.ts';

/** One authentic callback, as the platform's verification hands it over. */
export interface Received {
  readonly key: string;
  readonly plaintext: Buffer;
  readonly receivedAt: Date;
  /** Platform user id; null when none could be read: such rows wait in one mailbox of their own. */
  readonly person: string | null;
  readonly classified?: boolean;
}

export interface AcceptDeps extends Pick<Deps, 'committee' | 'store' | 'log' | 'instance'> {
  readonly stored: (mailbox: string) => void;
}

let counter = 0;

/** Sorts rows by receipt; the counter keeps two callbacks of one millisecond apart. */
const orderOf = (at: Date): string => {
  counter = (counter + 1) % 1_000_000;
  return `${String(at.getTime()).padStart(15, '0')}-${String(counter).padStart(6, '0')}`;
};

/**
 * The one durable write before a callback is answered (P1). The unique key is the duplicate check (P3).
 * @throws whatever the store throws: the caller then answers 503 and the platform comes again.
 */
export async function accept(deps: AcceptDeps, received: Received): Promise<'stored' | 'duplicate'> {
  const row = toRow(deps.committee, received);
  const isNew = await deps.store.inbox.insert(row);
  if (isNew) deps.stored(row.mailbox);
  else deps.log.info('inbox.duplicate', { key: row._id });
  return isNew ? 'stored' : 'duplicate';
}

function toRow(committee: string, received: Received): Omit<InboxRow, 'committee'> {
  const utf8 = received.plaintext.toString('utf8');
  const clean = Buffer.from(utf8, 'utf8').equals(received.plaintext);
  return {
    _id: `${committee}:wecom:app:${received.key}`,
    platform: 'wecom',
    mailbox: `${committee}:wecom:${(received.person ?? '?').toLowerCase()}`,
    order: orderOf(received.receivedAt),
    receivedAt: received.receivedAt,
    body: clean ? utf8 : received.plaintext.toString('base64'),
    encoding: clean ? 'utf8' : 'base64',
    classified: received.classified ?? false,
    state: 'received',
    outcome: null,
    attempts: 0,
  };
}
