import type { Address, Deps } from '../deps.ts';
import type { PersonId } from '../domain/case.ts';
import { accountOf, personMailbox, platformsOf } from '../store/accounts.ts';

type AddressDeps = Pick<Deps, 'committee' | 'directory' | 'platforms' | 'store'>;

export type Reached = { readonly ok: true; readonly to: Address } | { readonly ok: false; readonly why: string };

/** Where a person is told what is not an answer: who is in two chats is told once, where he last spoke. */
export async function addressOf(deps: AddressDeps, person: PersonId): Promise<Reached> {
  const row = deps.directory.person(person);
  if (row?.state !== 'active') return { ok: false, why: '已离开' };
  const bound = platformsOf(row).filter((platform) => deps.platforms.includes(platform));
  const [first] = bound;
  if (!first) return { ok: false, why: '尚未绑定账号' };
  const last =
    bound.length > 1 ? (await deps.store.mailboxes.get(personMailbox(deps.committee, person)))?.platform : null;
  const platform = last && bound.includes(last) ? last : first;
  return { ok: true, to: { person, platform, user: accountOf(row, platform) } };
}
