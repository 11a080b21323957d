/**
 * Lines that a person's account wrote before it was his. They wait in the account's own mailbox; the person has one
 * mailbox for all his chats (decisions.md 12), so they go there and are worked in their order.
 */
import type { Outgoing } from '../src/deps.ts';
import { accountOf, personMailbox } from '../src/store/accounts.ts';
import type { InboxRow, PersonRow } from '../src/store/records.ts';
import { saidOfCode } from './bind-code.ts';
import { bindingOf } from './bind-row.ts';
import type { HandlerDeps } from './talk.ts';

const mailboxOf = ({ committee }: HandlerDeps, { id }: PersonRow): string => personMailbox(committee, id);

export const isStray = (deps: HandlerDeps, person: PersonRow, row: InboxRow): boolean =>
  row.mailbox !== mailboxOf(deps, person);

/** @returns what is to be said here: the answer to a code that bound and was cut off before it was said, or nothing */
export async function takeStray(deps: HandlerDeps, person: PersonRow, row: InboxRow): Promise<readonly Outgoing[]> {
  const account = { platform: row.platform, user: accountOf(person, row.platform) };
  const binding = await bindingOf(deps, account);
  if (binding?.cause === row._id && binding.state === 'bound') return saidOfCode(deps, account, person, row._id);
  await moveTo(deps, mailboxOf(deps, person), row);
  return [];
}

/** A copy under a key made of the first: the original is done here, and moved twice it is moved once. */
async function moveTo(deps: HandlerDeps, mailbox: string, row: InboxRow): Promise<void> {
  const { committee: _scope, ...kept } = row;
  await deps.store.inbox.insert({ ...kept, _id: `${row._id}@person`, mailbox, state: 'received', attempts: 0 });
  await deps.store.inbox.update({ _id: row._id }, { $set: { outcome: 'moved' } });
  deps.log.info('inbox.moved', { key: row._id });
  deps.wakeMailbox?.(mailbox);
}
