import { words } from '../cards/words.ts';
import type { Conversation } from '../src/conversation.ts';
import type { Outgoing } from '../src/deps.ts';
import type { ContactEvent } from '../src/inbox/contact-event.ts';
import type { InboundEvent } from '../src/inbox/inbound.ts';
import type { Worked } from '../src/inbox/worker.ts';
import { accountOf } from '../src/store/accounts.ts';
import type { DialogueState, InboxRow, PersonRow } from '../src/store/records.ts';
import { onStranger } from './bind.ts';
import { isStray, takeStray } from './bind-stray.ts';
import { onContact } from './contacts.ts';
import { help } from './help.ts';
import { onMedia } from './media.ts';
import { onPress } from './press.ts';
import { sayAll } from './say-all.ts';
import { type Answer, actorOf, answer, type HandlerDeps, type Talk } from './talk.ts';
import { onText } from './text.ts';
import { onVoice } from './voice.ts';

type Read =
  | { readonly ok: true; readonly event: InboundEvent }
  | { readonly ok: true; readonly contact: ContactEvent | null }
  | { readonly ok: false };

/** What he wrote is lost for us: he must hear it, and the operators too, for so it goes with everybody until the quota is renewed. */
function withheld(talk: Talk): Answer {
  talk.deps.log.error('inbound.withheld', { key: talk.row, class: talk.event.rawType });
  return answer(talk, { text: words('refuse.withheld', { phone: talk.deps.rules.officePhone }) });
}

const silent = (talk: Talk): Answer => ({ dialogue: talk.dialogue, says: [], later: false });

/** What each kind of inbound event leads to; what is not here is answered with help. */
const BY_KIND: Readonly<Record<InboundEvent['kind'], (talk: Talk) => Promise<Answer> | Answer>> = {
  text: onText,
  image: onMedia,
  voice: onVoice,
  file: onMedia,
  press: onPress,
  menuPress: onPress,
  subscribe: (talk) => help(talk),
  // Opening the chat comes often and asks for nothing.
  enter: silent,
  withheld,
  click: (talk) => onText({ ...talk, event: { ...talk.event, text: talk.event.menuKey ?? '帮助' } }),
  other: (talk) => (talk.event.rawType.startsWith('event:') ? silent(talk) : help(talk, '这种消息还不能识别。')),
};

/** Works one inbox row: who is it, what did he do, what is said. The platform's parser comes from the caller. */
export async function handleRow(
  deps: HandlerDeps,
  parse: (row: InboxRow) => Read,
  row: InboxRow,
  dialogue: DialogueState,
): Promise<Worked> {
  const person = await senderOf(deps, row);
  const user = person ? accountOf(person, row.platform) : row.user;
  const plain = (text: string): Worked => sayOnly(deps, dialogue, [toUser(row, person?.id ?? null, user, text)]);
  const read = parse(row);
  const conversation = read.ok && 'event' in read ? read.event.conversation : undefined;
  // Others listen in a group: nothing of anybody's cases is said there, and what was said there is answered there only.
  const group = conversation?.type === 'group' ? conversation : null;
  const inGroup = (where: Conversation, text: string): Worked =>
    sayOnly(deps, dialogue, [{ ...toUser(row, null, user, text), conversation: where }]);
  if (row.classified) return group ? inGroup(group, words('refuse.secret')) : plain(words('refuse.secret'));
  if (!read.ok) return quarantine(deps, row, dialogue, user, person?.id ?? null);
  if ('contact' in read) {
    const { contact } = read;
    return { dialogue, later: false, say: () => onContact(deps, row, contact) };
  }
  if (group) return inGroup(group, words('refuse.inGroup'));
  if (!person) return unbound(deps, row, read.event, dialogue);
  if (person.state !== 'active') {
    deps.log.info('auth.left', { key: row._id });
    const silentKinds = ['enter', 'other'];
    return silentKinds.includes(read.event.kind)
      ? sayOnly(deps, dialogue, [])
      : plain(words('refuse.unknownPerson', { phone: deps.rules.officePhone }));
  }
  if (isStray(deps, person, row)) return sayOnly(deps, dialogue, await takeStray(deps, person, row));
  const talk: Talk = { deps, person, actor: actorOf(person), event: read.event, row: row._id, dialogue };
  const done = await BY_KIND[read.event.kind](talk);
  return { dialogue: done.dialogue, later: done.later, say: () => sayAll(deps, done.says) };
}

/** Nobody by that account: another instance may have bound it since the directory was read. */
async function senderOf({ directory }: HandlerDeps, { platform, user }: InboxRow): Promise<PersonRow | null> {
  const known = directory.byPlatformUser(platform, user);
  if (known) return known;
  await directory.refreshIfChanged();
  return directory.byPlatformUser(platform, user);
}

/** The binding dialogue and nothing else (decisions.md 43). */
async function unbound(
  deps: HandlerDeps,
  row: InboxRow,
  event: InboundEvent,
  dialogue: DialogueState,
): Promise<Worked> {
  deps.log.info('auth.unbound', { key: row._id });
  const done = await onStranger({ deps, event, row, dialogue });
  return { dialogue: done.dialogue, later: done.later, say: () => sayAll(deps, done.says) };
}

const sayOnly = (deps: HandlerDeps, dialogue: DialogueState, says: readonly Outgoing[]): Worked => ({
  dialogue,
  later: false,
  say: () => sayAll(deps, says),
});

const toUser = (row: InboxRow, person: string | null, user: string, text: string): Outgoing => ({
  key: `${row._id}#1`,
  to: { person, platform: row.platform, user },
  say: { text },
});

/** Authentic but unreadable: the raw bytes stay as a dead letter and the person is told a number (reliability §4). */
async function quarantine(
  deps: HandlerDeps,
  row: InboxRow,
  dialogue: DialogueState,
  user: string,
  person: string | null,
): Promise<Worked> {
  await deps.store.inbox.update({ _id: row._id }, { $set: { state: 'dead', outcome: 'quarantine' } });
  deps.log.warn('inbox.quarantine', { key: row._id });
  const says = person ? [toUser(row, person, user, words('refuse.unreadable', { no: shortNo(row._id) }))] : [];
  return sayOnly(deps, dialogue, says);
}

const shortNo = (key: string): string => key.slice(-6).toUpperCase();

/** After the third failure of one row. */
export const giveUp =
  (deps: HandlerDeps) =>
  async (row: InboxRow): Promise<void> => {
    const person = deps.directory.byPlatformUser(row.platform, row.user);
    if (!person) return;
    await deps.outbox.put(
      toUser(
        row,
        person.id,
        accountOf(person, row.platform),
        `处理中遇到问题，已转工作人员，编号 ${shortNo(row._id)}。`,
      ),
    );
  };
