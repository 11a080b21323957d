import type { PersonId } from '../domain/case.ts';
import { PLATFORM_NAMES, type PlatformName } from '../platform-name.ts';
import type { PersonRow } from './records.ts';
import type { CommitteeStore } from './store.ts';

type Accounts = Pick<PersonRow, 'wecomId' | 'dingtalkId'>;

export const ACCOUNT_FIELD = { wecom: 'wecomId', dingtalk: 'dingtalkId' } as const satisfies Record<
  PlatformName,
  keyof Accounts
>;

/** His name on a platform; empty when he is not bound there. */
export const accountOf = (person: Accounts, platform: PlatformName): string => person[ACCOUNT_FIELD[platform]] ?? '';

/** A bound person's one mailbox, for all his chats. */
export const personMailbox = (committee: string, person: string): string => `${committee}:person:${person}`;

/** The platforms a person is bound to, in the order of preference for one who has never spoken. */
export const platformsOf = (person: Accounts): readonly PlatformName[] =>
  PLATFORM_NAMES.filter((platform) => accountOf(person, platform) !== '');

/** WeCom's ids have no case and are kept lower; DingTalk's are kept as the platform writes them, to be sent to. */
const kept = (platform: PlatformName, user: string): string => (platform === 'wecom' ? user.toLowerCase() : user);

/** Without case: the inbox names its senders in lower case. */
export const sameAccount = (one: string, other: string): boolean =>
  one !== '' && one.toLowerCase() === other.toLowerCase();

/**
 * Writes an account into a person's row, if he is active and has no other one on that platform. Twice is once.
 * @param invite digest of the code that permits it: it must be good still, and is used up by the same write
 */
export function giveAccount(
  store: CommitteeStore,
  person: PersonId,
  { platform, user }: { readonly platform: PlatformName; readonly user: string },
  invite?: string,
): Promise<boolean> {
  const field = ACCOUNT_FIELD[platform];
  const account = kept(platform, user);
  const free = { _id: `${store.committee}:${person}`, state: 'active', [field]: { $in: ['', null, account] } };
  return store.people.update(
    { ...free, ...(invite ? { inviteDigest: invite } : {}) },
    {
      $set: { [field]: account, ...(invite ? { inviteDigest: '' } : {}) },
      ...(invite ? { $push: { usedInvites: invite } } : {}),
    },
  );
}

/** @returns false when the row no longer holds this account. */
export const takeAccountAway = (
  store: CommitteeStore,
  person: PersonId,
  { platform, user }: { readonly platform: PlatformName; readonly user: string },
): Promise<boolean> => {
  const field = ACCOUNT_FIELD[platform];
  return store.people.update({ _id: `${store.committee}:${person}`, [field]: user }, { $set: { [field]: '' } });
};
