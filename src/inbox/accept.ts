import type { Deps } from '../deps.ts';
import type { PlatformName } from '../platform-name.ts';
import { personMailbox } from '../store/accounts.ts';
import type { InboxRow } from '../store/records.ts';
import type { Spool } from './spool.ts';

/** One authentic callback, as the platform's verification hands it over. */
export interface Received {
  readonly platform: PlatformName;
  /** Which door of the platform; it is part of the key. */
  readonly source: string;
  readonly key: string;
  readonly plaintext: Buffer;
  readonly receivedAt: Date;
  /** Platform user id; null when none could be read: such rows wait in one mailbox of their own. */
  readonly person: string | null;
  readonly classified?: boolean;
}

export interface AcceptDeps extends Pick<Deps, 'committee' | 'store' | 'directory' | 'log' | 'instance'> {
  readonly stored: (mailbox: string) => void;
  readonly spool: Spool;
}

let counter = 0;

/** Sorts rows by receipt; the counter keeps two callbacks of one millisecond apart. */
const orderOf = (at: Date): string => {
  counter = (counter + 1) % 1_000_000;
  return `${String(at.getTime()).padStart(15, '0')}-${String(counter).padStart(6, '0')}`;
};

/** No answer of the store within this: the spool takes over (decisions.md 7), answers being due in 500 ms (P30). */
const STORE_WAIT_MS = 300;

/**
 * The one durable write before a callback is answered (P1). The unique key is the duplicate check (P3).
 * While the store is away, and until what was spooled meanwhile is in it, callbacks go to the spool, so that nobody's
 * later line overtakes an earlier one.
 * @throws when store and spool both fail: the caller then answers 503 and the platform comes again.
 */
export async function accept(deps: AcceptDeps, received: Received): Promise<'stored' | 'duplicate' | 'spooled'> {
  const row = toRow(deps, received);
  const isNew = deps.spool.isEmpty() ? await insertInTime(deps, row) : null;
  if (isNew === null) {
    await deps.spool.append(row);
    return 'spooled';
  }
  if (isNew) deps.stored(row.mailbox);
  return isNew ? 'stored' : 'duplicate';
}

/** @returns null when the store failed or did not answer in time; a write that arrives after all meets its own key again. */
async function insertInTime(deps: AcceptDeps, row: NewRow): Promise<boolean | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, STORE_WAIT_MS, null);
  });
  const insert = deps.store.inbox.insert(row).catch((error: unknown) => {
    deps.log.error('store.unavailable', { reason: error instanceof Error ? error.message : String(error) });
    return null;
  });
  return Promise.race([insert, late]).finally(() => clearTimeout(timer));
}

/** Puts what was spooled into the inbox, oldest first; stops at the first failure and is tried again. */
export async function drainSpool(deps: AcceptDeps): Promise<number> {
  if (deps.spool.isEmpty()) return 0;
  const count = await deps.spool.drain(async (record) => {
    const row = record as NewRow;
    await deps.store.inbox.insert({ ...row, receivedAt: new Date(row.receivedAt) });
    deps.stored(row.mailbox);
  });
  deps.log.info('store.spool.drained', { count });
  return count;
}

type NewRow = Omit<InboxRow, 'committee'>;

/** One for a person wherever he writes; strangers have one for each account. */
function mailboxOf({ committee, directory }: AcceptDeps, { platform, person }: Received): string {
  const bound = person === null ? null : directory.byPlatformUser(platform, person);
  return bound ? personMailbox(committee, bound.id) : `${committee}:${platform}:${person ?? '?'}`;
}

function toRow(deps: AcceptDeps, received: Received): NewRow {
  const { platform, source } = received;
  const utf8 = received.plaintext.toString('utf8');
  const clean = Buffer.from(utf8, 'utf8').equals(received.plaintext);
  return {
    _id: `${deps.committee}:${platform}:${source}:${received.key}`,
    platform,
    source,
    user: received.person ?? '?',
    mailbox: mailboxOf(deps, received),
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
