/** The row of one account that wants to be somebody: read, claimed, decided. Every write says what it starts from. */
import type { Deps } from '../src/deps.ts';
import type { PersonId } from '../src/domain/case.ts';
import type { PlatformName } from '../src/platform-name.ts';
import { accountOf, giveAccount } from '../src/store/accounts.ts';
import { countDirectoryChange } from '../src/store/live-directory.ts';
import type { BindingRow } from '../src/store/records.ts';

export interface Account {
  readonly platform: PlatformName;
  /** As the platform writes it: so it is stored and addressed. */
  readonly user: string;
}

export interface ClaimedBy {
  /** Person id of the clerk, or `code`. */
  readonly who: string;
  /** Inbox key of the line that does it. */
  readonly cause: string;
  /** The request that is granted; left out for a code. */
  readonly request?: string;
  /** Digest of the code that permits it; left out for a clerk. */
  readonly invite?: string;
}

/** `decided`: somebody else was faster. `taken`: the account is somebody's. `cannot`: he has another one, or has left. */
export type Claim = 'bound' | 'decided' | 'taken' | 'cannot';

/** A claim that wrote no account into a person's row within this (real time) was cut off for good. */
const CUT_OFF_MS = 600_000;

/** The inbox has accounts in lower case: an account is one, however it is written. */
export const subjectOf = ({ platform, user }: Account): string => `${platform}:${user.toLowerCase()}`;
export const bindingId = (deps: Pick<Deps, 'committee'>, subject: string): string => `${deps.committee}:${subject}`;

export const bindingOf = (deps: Deps, account: Account): Promise<BindingRow | null> =>
  deps.store.bindings.get(bindingId(deps, subjectOf(account)));

/** The account's row as something else, if it is still as it was read. @returns false when somebody was faster */
export function changeBinding(
  deps: Deps,
  account: Account,
  read: BindingRow | null,
  change: Omit<BindingRow, '_id' | 'committee' | 'platform' | 'user'>,
): Promise<boolean> {
  const _id = bindingId(deps, subjectOf(account));
  if (!read) return deps.store.bindings.insert({ _id, ...account, ...change });
  const same = { _id, request: read.request, state: read.state, cause: read.cause };
  return deps.store.bindings.update(same, { $set: change });
}

/**
 * Makes the account this person's. The account's own row is claimed first, so that it becomes one person only;
 * then the person's row takes it, if it has no other. Worked again after a crash it comes to the same.
 */
export async function claimAccount(deps: Deps, account: Account, person: PersonId, by: ClaimedBy): Promise<Claim> {
  await deps.directory.refreshIfChanged();
  const read = await bindingOf(deps, account);
  const isOurs = read?.state === 'bound' && read.cause === by.cause && read.person === person;
  const holder = deps.directory.byPlatformUser(account.platform, account.user);
  if (holder && !(isOurs && holder.id === person)) return 'taken';
  const target = deps.directory.person(person);
  if (!holder && (target?.state !== 'active' || accountOf(target, account.platform) !== '')) return 'cannot';
  if (!isOurs && !(await claim(deps, account, person, by, read))) return 'decided';
  if (!holder && !(await giveAccount(deps.store, person, account, by.invite))) {
    await giveBack(deps, account, person, by, read);
    return 'cannot';
  }
  await directoryChanged(deps);
  deps.log.info('binding.bound', { key: by.cause, reason: by.who === 'code' ? 'code' : 'clerk' });
  return 'bound';
}

async function claim(
  deps: Deps,
  account: Account,
  person: PersonId,
  by: ClaimedBy,
  read: BindingRow | null,
): Promise<boolean> {
  const now = deps.clocks.real();
  if (by.request !== undefined && (read?.request !== by.request || read.state !== 'waiting')) return false;
  const isCutOff = (read?.decidedAt?.getTime() ?? 0) < now.getTime() - CUT_OFF_MS;
  if (read?.state === 'bound' && !isCutOff) return false;
  return changeBinding(deps, account, read, {
    request: read?.request ?? '',
    name: read?.name ?? '',
    unit: read?.unit ?? '',
    askedAt: read?.askedAt ?? deps.clocks.civil(),
    state: 'bound',
    person,
    decidedBy: by.who,
    decidedAt: now,
    cause: by.cause,
  });
}

/** The person's row would not have it: the request waits as before. */
async function giveBack(
  deps: Deps,
  account: Account,
  person: PersonId,
  by: ClaimedBy,
  read: BindingRow | null,
): Promise<void> {
  const state = read && by.request !== undefined ? 'waiting' : 'undone';
  await deps.store.bindings.update(
    { _id: bindingId(deps, subjectOf(account)), cause: by.cause, state: 'bound', person },
    { $set: { state, person: null, decidedBy: '', decidedAt: null, cause: read?.cause ?? '' } },
  );
}

/** This instance knows it at once, the others at their next sweep. */
async function directoryChanged(deps: Deps): Promise<void> {
  await countDirectoryChange(deps.store);
  await deps.directory.refresh();
}
