import { PLATFORM_NAMES, type PlatformName } from '../platform-name.ts';
import type { PersonRow } from './records.ts';

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
export const sameAccount = (platform: PlatformName, one: string, other: string): boolean =>
  one !== '' && (platform === 'wecom' ? one.toLowerCase() === other.toLowerCase() : one === other);
