import { words } from '../cards/words.ts';
import type { Deps, Outgoing } from '../src/deps.ts';
import { accountOf, platformsOf } from '../src/store/accounts.ts';
import type { PersonRow } from '../src/store/records.ts';
import { platformWord } from './bind-clerks.ts';
import type { Account } from './bind-row.ts';

/** Whoever is bound on another platform too hears of the new account there: a stranger's would be noticed. */
export function tellElsewhere(deps: Deps, account: Account, person: PersonRow, key: string): readonly Outgoing[] {
  const others = platformsOf(person).filter((one) => one !== account.platform && deps.platforms.includes(one));
  const text = words('binding.elsewhere', {
    platform: platformWord(account),
    account: account.user,
    phone: deps.rules.officePhone,
  });
  return others.map((platform) => ({
    key: `${key}:${platform}`,
    to: { person: person.id, platform, user: accountOf(person, platform) },
    say: { text },
  }));
}
