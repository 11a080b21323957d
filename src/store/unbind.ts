import type { Deps } from '../deps.ts';
import { PLATFORM_NAMES, type PlatformName } from '../platform-name.ts';
import { accountOf, takeAccountAway } from './accounts.ts';
import { countDirectoryChange } from './live-directory.ts';
import type { PersonRow } from './records.ts';

export interface Unbound {
  readonly platform: PlatformName;
  readonly account: string;
  /** Messages that were on their way to this account and now wait for an operator. */
  readonly held: number;
}

type UnbindDeps = Pick<Deps, 'store' | 'directory' | 'clocks' | 'log'>;

/** Takes a person's accounts away, on one platform or on all; what is frozen for them is not sent any more. */
export async function unbind(deps: UnbindDeps, person: PersonRow, only?: PlatformName): Promise<readonly Unbound[]> {
  const done: Unbound[] = [];
  for (const platform of only ? [only] : PLATFORM_NAMES) {
    const account = accountOf(person, platform);
    if (account === '' || !(await takeAccountAway(deps.store, person.id, { platform, user: account }))) continue;
    await forgetBinding(deps, platform, account);
    done.push({ platform, account, held: await holdMessages(deps, person, platform) });
    deps.log.info('binding.undone', { key: person._id, reason: platform });
  }
  if (done.length > 0) {
    await countDirectoryChange(deps.store);
    await deps.directory.refresh();
  }
  return done;
}

/** The account may ask anew, also for the same person. */
async function forgetBinding({ store, clocks }: UnbindDeps, platform: PlatformName, account: string): Promise<void> {
  await store.bindings.update(
    { _id: `${store.committee}:${platform}:${account.toLowerCase()}` },
    { $set: { state: 'undone', decidedBy: 'operator', decidedAt: clocks.real(), cause: 'operator' } },
  );
}

/** Their bytes name the account: only a person can tell whether somebody else may read them. */
async function holdMessages({ store, clocks }: UnbindDeps, { id }: PersonRow, platform: PlatformName): Promise<number> {
  const outcome = { class: 'operator', errcode: null, text: '账号已解除绑定,请作废并另行告知', at: clocks.real() };
  return store.messages.updateMany(
    { recipient: id, state: 'due', platform },
    { $set: { state: 'held', outcome }, $inc: { 'lease.fence': 1 } },
  );
}
