/** Accounts and invite codes of the people's sheet, against what is in the store already. */
import type { Role } from '../domain/case.ts';
import { PLATFORM_NAMES } from '../platform-name.ts';
import { accountOf, sameAccount } from '../store/accounts.ts';
import { inviteCode } from '../store/invite-code.ts';
import type { PersonRow } from '../store/records.ts';

/** One line of the sheet, checked. */
export interface Person {
  id: string;
  name: string;
  title: string;
  roles: Role[];
  unit: string | null;
  wecomId: string;
  dingtalkId: string;
  /** Digest of the code in the sheet; empty: none. */
  invite: string;
}

/**
 * An empty cell takes nothing away: accounts come by binding too, and only `unbind` ends them. A code that was used
 * is not made good again by the sheet it came with.
 */
export function personRow({ invite, ...person }: Person, before: PersonRow | undefined): Partial<PersonRow> {
  const accounts = {
    wecomId: person.wecomId || (before?.wecomId ?? ''),
    dingtalkId: person.dingtalkId || (before?.dingtalkId ?? ''),
  };
  const isUsed = before?.usedInvites?.includes(invite) ?? false;
  const code = invite === '' ? {} : { inviteDigest: isUsed ? '' : invite };
  return { ...person, ...accounts, ...code, state: 'active' };
}

/** An account is one person's: who has it by binding keeps it until it is unbound. */
export function heldByOthers(file: string, people: readonly Person[], present: readonly PersonRow[]): string[] {
  const moved = new Map(people.map((person) => [person.id, person]));
  return people.flatMap((person) =>
    PLATFORM_NAMES.flatMap((platform) => {
      const account = accountOf(person, platform);
      const holder = present.find((row) => row.id !== person.id && sameAccount(accountOf(row, platform), account));
      const next = holder && moved.get(holder.id);
      const goesAway = next && accountOf(next, platform) !== '' && !sameAccount(accountOf(next, platform), account);
      if (!holder || goesAway) return [];
      const undo = `npm run zhitong -- unbind --person ${holder.id} --platform ${platform}`;
      return [`${file}:“${person.name}”的账号“${account}”现在是“${holder.name}”(编号${holder.id})的。先解除:${undo}`];
    }),
  );
}

/** Nothing of the code in what is reported: reports go through mail. */
export function checkCode(
  cell: string,
  seen: Map<string, number>,
  line: number,
  fail: (why: string) => void,
): string | null {
  if (cell === '') return null;
  const code = inviteCode(cell);
  if (code === null) fail('邀请码不对:6—16位字母和数字');
  else if (seen.has(code)) fail(`邀请码与第${seen.get(code)}行重复`);
  else seen.set(code, line);
  return code;
}
