import { contactCard } from '../cards/contact-card.ts';
import { words } from '../cards/words.ts';
import type { Case, UnitId } from '../src/domain/case.ts';
import type { ContactEvent } from '../src/inbox/contact-event.ts';
import { addressOf } from '../src/outbox/address.ts';
import { clerkAddresses } from '../src/outbox/clerks.ts';
import { withdrawForeign } from '../src/outbox/withdraw-foreign.ts';
import { PLATFORM_WORD, type PlatformName } from '../src/platform-name.ts';
import { ACCOUNT_FIELD, accountOf, platformsOf } from '../src/store/accounts.ts';
import { countDirectoryChange } from '../src/store/live-directory.ts';
import type { InboxRow, PersonRow } from '../src/store/records.ts';
import type { HandlerDeps } from './talk.ts';
import { followsDirectory, unitAfterMove } from './unit-after-move.ts';

/**
 * Somebody left the organisation, came, or moved. Who left loses that account, and with his last one he is no longer
 * here: nothing is sent to him, and the clerks see what he was still owed. Who left the departments of his unit leaves
 * the unit. Everything else is only shown to the clerks: who does what is the committee's to say, not the directory's.
 */
export async function onContact(deps: HandlerDeps, row: InboxRow, contact: ContactEvent | null): Promise<void> {
  if (!contact) return;
  for (const user of contact.users) {
    const person = deps.directory.byPlatformUser(row.platform, user);
    if (!person) continue;
    const news = await ON_KIND[contact.kind](deps, row, person, contact);
    if (news) await act(deps, row, person, news);
    // Also when nothing is new: the row is worked again when a crash came between the change and this.
    if (contact.kind === 'moved') await withdrawForeign(deps, { ...person, ...news?.change });
  }
}

/** Said first: after a crash the row is worked again, and by then nobody would bear this account any more. */
async function act(deps: HandlerDeps, row: InboxRow, person: PersonRow, news: News): Promise<void> {
  await tellClerks(deps, row, person, news);
  if (news.toHim) await tellHim(deps, row, person, news.toHim);
  if (news.change) await apply(deps, person, news.change);
}

/** What is said, and what then becomes of the person's row. */
interface News {
  readonly text: string;
  readonly open?: readonly Case[];
  readonly toHim?: string;
  readonly change: Partial<PersonRow> | null;
}
/** Null: nothing that concerns us has changed. */
type OnContact = (deps: HandlerDeps, row: InboxRow, person: PersonRow, contact: ContactEvent) => Promise<News | null>;

const ON_KIND: Readonly<Record<ContactEvent['kind'], OnContact>> = {
  left: async (deps, { platform }, person) => {
    const { name } = person;
    const noAccount = { [ACCOUNT_FIELD[platform]]: '' };
    const other = platformsOf(person).find((one) => one !== platform);
    if (other) {
      const values = { name, platform: PLATFORM_WORD[platform], other: PLATFORM_WORD[other] };
      return { text: words('contact.leftOne', values), change: noAccount };
    }
    const open = await openFor(deps, [`person:${person.id}`, ...(person.unit ? [`unit:${person.unit}`] : [])]);
    const owed = open.length > 0 ? words('contact.owed', { n: open.length }) : words('contact.nothingOwed');
    return { text: words('contact.left', { name, owed }), open, change: { ...noAccount, state: 'left' } };
  },
  joined: async (_deps, { platform }, { name }) => ({
    text: words('contact.joined', { name, platform: PLATFORM_WORD[platform] }),
    change: null,
  }),
  moved: async (deps, { platform }, person, { newUser, memberOf }) => {
    const account = newUser ?? accountOf(person, platform);
    const isRenamed = account !== accountOf(person, platform);
    const renamed = isRenamed ? { [ACCOUNT_FIELD[platform]]: account } : {};
    const unit = await unitNow(deps, person, { platform, user: account }, memberOf);
    if (unit !== undefined && unit !== person.unit)
      return { ...(await movedUnit(deps, person, unit)), change: { ...renamed, unit } };
    const values = { name: person.name, platform: PLATFORM_WORD[platform] };
    if (isRenamed) return { text: words('contact.renamed', values), change: renamed };
    return unit === undefined ? { text: words('contact.moved', values), change: null } : null;
  },
};

/** His unit as the directory has it now; undefined where the directory does not decide, or cannot be asked. */
async function unitNow(
  deps: HandlerDeps,
  person: PersonRow,
  { platform, user }: { readonly platform: PlatformName; readonly user: string },
  memberOf: readonly string[] | undefined,
): Promise<UnitId | null | undefined> {
  const units = deps.directory.units();
  if (!followsDirectory(person, platform, units)) return undefined;
  const departments = memberOf ?? (await deps.departmentsOf(platform, user));
  return departments ? unitAfterMove(person, platform, departments, units) : undefined;
}

/** What the clerks see of the unit that he is out of: what lies there, and whether anybody is left who is told of it. */
async function movedUnit(deps: HandlerDeps, person: PersonRow, to: UnitId | null): Promise<Omit<News, 'change'>> {
  const { directory, rules } = deps;
  const { name, unit: from } = person;
  const unitName = (unit: UnitId | null): string => (unit === null ? '' : directory.unitName(unit));
  const open = from === null ? [] : await openFor(deps, [`unit:${from}`]);
  const values = { name, from: unitName(from), to: unitName(to), phone: rules.officePhone, n: open.length };
  const isVacant = from !== null && directory.inUnit(from, 'unitLiaison').every((id) => id === person.id);
  const rest = {
    vacant: isVacant ? words('contact.vacant', values) : '',
    owed: open.length > 0 ? words('contact.unitOwed', values) : '',
  };
  const text = from === null ? 'contact.intoUnit' : to === null ? 'contact.noUnit' : 'contact.movedUnit';
  const toHim = words(to === null ? 'contact.toldNoUnit' : 'contact.toldMoved', values);
  return { text: words(text, { ...values, ...rest }), toHim, open };
}

async function apply(deps: HandlerDeps, person: PersonRow, change: Partial<PersonRow>): Promise<void> {
  if (change.state === 'left') {
    const outcome = { class: 'left', errcode: null, text: '已离开单位通讯录', at: deps.clocks.real() };
    await deps.store.messages.updateMany(
      { recipient: person.id, state: 'due' },
      { $set: { state: 'cancelled', outcome } },
    );
  }
  await deps.store.people.update({ _id: person._id }, { $set: change });
  await countDirectoryChange(deps.store);
  await deps.directory.refresh();
}

/** What waits for these holders, so that somebody else can take it over. */
async function openFor({ store }: HandlerDeps, holders: readonly string[]): Promise<readonly Case[]> {
  const relations = await store.relations.find({ holder: { $in: holders } });
  const cases = await store.cases.find({ _id: { $in: [...new Set(relations.map((one) => one.case))] } });
  return cases.filter((kase) => kase.clocks.some((clock) => clock.stoppedAt === null));
}

async function tellHim(deps: HandlerDeps, row: InboxRow, person: PersonRow, text: string): Promise<void> {
  const reached = await addressOf(deps, person.id);
  if (reached.ok) await deps.outbox.put({ key: `${row._id}#${person.id}:told`, to: reached.to, say: { text } });
}

async function tellClerks(deps: HandlerDeps, row: InboxRow, person: PersonRow, { text, open }: News): Promise<void> {
  const card = contactCard(text, open);
  for (const { clerk, to } of await clerkAddresses(deps, person.id)) {
    await deps.outbox.put({ key: `${row._id}#${person.id}:${clerk}`, to, say: { card } });
  }
}
