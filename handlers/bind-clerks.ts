/** The clerks who know people, and what they are told of accounts that ask to be somebody. */
import { type BindingAsked, bindingCard, type Candidate } from '../cards/binding-card.ts';
import { plainLine } from '../cards/render/plain.ts';
import type { Deps, Outgoing } from '../src/deps.ts';
import type { PersonId } from '../src/domain/case.ts';
import { clerkAddresses } from '../src/outbox/clerks.ts';
import { PLATFORM_WORD } from '../src/platform-name.ts';
import { accountOf } from '../src/store/accounts.ts';
import type { BindingRow, PersonRow } from '../src/store/records.ts';
import { type Account, subjectOf } from './bind-row.ts';

/** A card holds so many people of one name beside its other button. */
const MAX_CANDIDATES = 4;

export const platformWord = ({ platform }: Pick<Account, 'platform'>): string => PLATFORM_WORD[platform];

export const askedOf = (row: Pick<BindingRow, 'platform' | 'user' | 'name' | 'unit'>): BindingAsked => ({
  platform: platformWord(row),
  account: row.user,
  name: row.name,
  unit: row.unit,
});

/** Name, post and unit of somebody in the roster. */
export function personLabel({ directory }: Pick<Deps, 'directory'>, { name, title, unit }: PersonRow): string {
  return [name, title, unit ? directory.unitName(unit) : ''].filter((part) => part !== '').join(' ');
}

/** The same thing said to every clerk who can be reached, each under a key of his own. */
export async function toClerks(
  deps: Deps,
  row: string,
  say: Outgoing['say'],
  but: PersonId | null = null,
): Promise<Outgoing[]> {
  const says = (await clerkAddresses(deps, but)).map(({ clerk, to }) => ({ key: `${row}#clerk:${clerk}`, to, say }));
  if (says.length === 0) deps.log.error('binding.unreported', { key: row, reason: 'no clerk can be reached' });
  return says;
}

export async function requestCard(deps: Deps, row: Omit<BindingRow, '_id' | 'committee'>) {
  const candidates = await candidatesFor(deps, row);
  return bindingCard(askedOf(row), candidates, { subject: subjectOf(row), request: row.request });
}

/** Who of the roster may be meant: those of the name; of several the unit tells them apart, else all are shown. */
async function candidatesFor(
  deps: Deps,
  { platform, name, unit }: Pick<BindingRow, 'platform' | 'name' | 'unit'>,
): Promise<readonly Candidate[]> {
  const named = deps.directory.people().filter((one) => one.state === 'active' && bare(one.name) === bare(name));
  const there: PersonRow[] = [];
  if (named.length > 1) for (const one of named) if (await isAt(deps, one, unit)) there.push(one);
  return (there.length > 0 ? there : named).slice(0, MAX_CANDIDATES).map((one) => ({
    id: one.id,
    label: personLabel(deps, one),
    hasOther: accountOf(one, platform) !== '',
  }));
}

async function isAt(deps: Deps, person: PersonRow, typed: string): Promise<boolean> {
  const unit = person.unit ? await deps.store.units.get(`${deps.committee}:${person.unit}`) : null;
  const places = [person.title, unit?.name ?? '', ...(unit?.aliases ?? [])].map(bare).filter((place) => place !== '');
  return places.some((place) => place.includes(bare(typed)) || bare(typed).includes(place));
}

/** As names are compared: without blanks, points between the parts, and whatever cannot be seen. */
const bare = (text: string): string =>
  plainLine(text.normalize('NFKC'))
    .replace(/[\s·•・.]/gu, '')
    .toLowerCase();

export const sameWords = (one: Pick<BindingRow, 'name' | 'unit'>, other: Pick<BindingRow, 'name' | 'unit'>): boolean =>
  bare(one.name) === bare(other.name) && bare(one.unit) === bare(other.unit);
