import { words } from '../cards/words.ts';
import type { ContactEvent } from '../src/inbox/contact-event.ts';
import { addressOf } from '../src/outbox/address.ts';
import { ACCOUNT_FIELD, accountOf, platformsOf } from '../src/store/accounts.ts';
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
    const { text, change } = await ON_KIND[contact.kind](deps, row, person, contact);
    // Said first: after a crash the row is worked again, and by then nobody would bear this account any more.
    await tellClerks(deps, row, person, text);
    if (change) await apply(deps, person, change);
  }
}

/** What is said, and what then becomes of the person's row. */
interface Outcome {
  readonly text: string;
  readonly change: Partial<PersonRow> | null;
}
type OnContact = (deps: HandlerDeps, row: InboxRow, person: PersonRow, contact: ContactEvent) => Promise<Outcome>;

const ON_KIND: Readonly<Record<ContactEvent['kind'], OnContact>> = {
  left: async (deps, { platform }, person) => {
    const { name } = person;
    const noAccount = { [ACCOUNT_FIELD[platform]]: '' };
    if (platformsOf(person).some((other) => other !== platform)) {
      return { text: words('contact.leftOne', { name }), change: noAccount };
    }
    const owed = await owedTo(deps, person);
    return { text: words('contact.left', { name, owed }), change: { ...noAccount, state: 'left' } };
  },
  joined: async (_deps, _row, { name }) => ({ text: words('contact.joined', { name }), change: null }),
  moved: async (_deps, { platform }, person, { newUser }) => {
    const { name } = person;
    if (!newUser || newUser === accountOf(person, platform))
      return { text: words('contact.moved', { name }), change: null };
    return { text: words('contact.renamed', { name }), change: { [ACCOUNT_FIELD[platform]]: newUser } };
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
  await deps.directory.refresh();
}

const MOST_SHOWN = 10;

/** What he was still to be told: the titles of the cases, so that somebody else can take them over. */
async function owedTo({ store }: HandlerDeps, { id, unit }: PersonRow): Promise<string> {
  const holders = [`person:${id}`, ...(unit ? [`unit:${unit}`] : [])];
  const relations = await store.relations.find({ holder: { $in: holders } });
  const cases = await store.cases.find({ _id: { $in: [...new Set(relations.map((one) => one.case))] } });
  const open = cases.filter((kase) => kase.clocks.some((clock) => clock.stoppedAt === null));
  if (open.length === 0) return words('contact.nothingOwed');
  const titles = open
    .slice(0, MOST_SHOWN)
    .map(({ publicNo, title }) => `${publicNo ? `第${publicNo}号` : ''}《${title}》`);
  const more = open.length > MOST_SHOWN ? `等${open.length}件` : '';
  return words('contact.owed', { titles: titles.join('、'), more });
}

async function tellClerks(deps: HandlerDeps, row: InboxRow, person: PersonRow, text: string): Promise<void> {
  const staff = deps.directory.byRole('proposalStaff').filter((id) => id !== person.id);
  const clerks = staff.length > 0 ? staff : deps.directory.byRole('sysAdmin').filter((id) => id !== person.id);
  for (const clerk of clerks) {
    const reached = await addressOf(deps, clerk);
    if (reached.ok) await deps.outbox.put({ key: `${row._id}#${person.id}:${clerk}`, to: reached.to, say: { text } });
  }
}
