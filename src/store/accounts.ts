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

/** The platforms a person is bound to, in the order of preference for one who has never spoken. */
export const platformsOf = (person: Accounts): readonly PlatformName[] =>
  PLATFORM_NAMES.filter((platform) => accountOf(person, platform) !== '');

/** WeCom compares user ids without case, DingTalk with. */
const keyOf = (platform: PlatformName, user: string): string => (platform === 'wecom' ? user.toLowerCase() : user);

export const sameAccount = (platform: PlatformName, one: string, other: string): boolean =>
  one !== '' && keyOf(platform, one) === keyOf(platform, other);

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
  const account = keyOf(platform, user);
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
