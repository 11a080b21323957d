import { contactCard } from '../cards/contact-card.ts';
import { words } from '../cards/words.ts';
import type { Case } from '../src/domain/case.ts';
import type { ContactEvent } from '../src/inbox/contact-event.ts';
import { clerkAddresses } from '../src/outbox/clerks.ts';
import { PLATFORM_WORD } from '../src/platform-name.ts';
import { ACCOUNT_FIELD, accountOf, platformsOf } from '../src/store/accounts.ts';
import { countDirectoryChange } from '../src/store/live-directory.ts';
import type { InboxRow, PersonRow } from '../src/store/records.ts';
import type { HandlerDeps } from './talk.ts';

/**
 * Somebody left the organisation, came, or moved. Who left loses that account, and with his last one he is no longer
 * here: nothing is sent to him, and the clerks see what he was still owed. Everything else is only shown to them:
 * who does what is the committee's to say, not the directory's.
 */
export async function onContact(deps: HandlerDeps, row: InboxRow, contact: ContactEvent | null): Promise<void> {
  if (!contact) return;
  for (const user of contact.users) {
    const person = deps.directory.byPlatformUser(row.platform, user);
    if (!person) continue;
    const news = await ON_KIND[contact.kind](deps, row, person, contact);
    // Said first: after a crash the row is worked again, and by then nobody would bear this account any more.
    await tellClerks(deps, row, person, news);
    if (news.change) await apply(deps, person, news.change);
  }
}

/** What is said, and what then becomes of the person's row. */
interface News {
  readonly text: string;
  readonly open?: readonly Case[];
  readonly change: Partial<PersonRow> | null;
}
type OnContact = (deps: HandlerDeps, row: InboxRow, person: PersonRow, contact: ContactEvent) => Promise<News>;

const ON_KIND: Readonly<Record<ContactEvent['kind'], OnContact>> = {
  left: async (deps, { platform }, person) => {
    const { name } = person;
    const noAccount = { [ACCOUNT_FIELD[platform]]: '' };
    const other = platformsOf(person).find((one) => one !== platform);
    if (other) {
      const values = { name, platform: PLATFORM_WORD[platform], other: PLATFORM_WORD[other] };
      return { text: words('contact.leftOne', values), change: noAccount };
    }
    const open = await openFor(deps, person);
    const owed = open.length > 0 ? words('contact.owed', { n: open.length }) : words('contact.nothingOwed');
    return { text: words('contact.left', { name, owed }), open, change: { ...noAccount, state: 'left' } };
  },
  joined: async (_deps, { platform }, { name }) => ({
    text: words('contact.joined', { name, platform: PLATFORM_WORD[platform] }),
    change: null,
  }),
  moved: async (_deps, { platform }, person, { newUser }) => {
    const { name } = person;
    const isRenamed = newUser !== undefined && newUser !== accountOf(person, platform);
    if (!isRenamed) return { text: words('contact.moved', { name }), change: null };
    const text = words('contact.renamed', { name, platform: PLATFORM_WORD[platform] });
    return { text, change: { [ACCOUNT_FIELD[platform]]: newUser } };
  },
};

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

/** What waits for him or for his unit, so that somebody else can take it over. */
async function openFor({ store }: HandlerDeps, { id, unit }: PersonRow): Promise<readonly Case[]> {
  const holders = [`person:${id}`, ...(unit ? [`unit:${unit}`] : [])];
  const relations = await store.relations.find({ holder: { $in: holders } });
  const cases = await store.cases.find({ _id: { $in: [...new Set(relations.map((one) => one.case))] } });
  return cases.filter((kase) => kase.clocks.some((clock) => clock.stoppedAt === null));
}

async function tellClerks(deps: HandlerDeps, row: InboxRow, person: PersonRow, { text, open }: News): Promise<void> {
  const card = contactCard(text, open);
  for (const { clerk, to } of await clerkAddresses(deps, person.id)) {
    await deps.outbox.put({ key: `${row._id}#${person.id}:${clerk}`, to, say: { card } });
  }
}
