/** The clerk's answer to a request: 确认 or 不是本人. Who comes second sees what the first has decided. */
import { bindingDoneCard } from '../cards/binding-card.ts';
import { words } from '../cards/words.ts';
import type { Outgoing } from '../src/deps.ts';
import { CLERK_ROLES } from '../src/outbox/clerks.ts';
import type { BindingRow } from '../src/store/records.ts';
import { askedOf, personLabel } from './bind-clerks.ts';
import { BY_CODE } from './bind-code.ts';
import { type Account, bindingId, changeBinding, claimAccount } from './bind-row.ts';
import { tellElsewhere } from './bind-told.ts';
import { notFound } from './show.ts';
import { type Answer, answer, outgoing, pressedCard, type Talk } from './talk.ts';

const PREFIX = 'bind:';
export const isBindingAction = (action: string): boolean => action.startsWith(PREFIX);

/** @param action `bind:confirm:<request>:<person>` or `bind:refuse:<request>` @param subject platform:account */
export async function decideBinding(talk: Talk, subject: string, action: string): Promise<Answer> {
  if (!CLERK_ROLES.some((role) => talk.actor.roles.includes(role))) return notFound(talk);
  const row = await talk.deps.store.bindings.get(bindingId(talk.deps, subject));
  if (!row) return notFound(talk);
  const [, what, request = '', ...rest] = action.split(':');
  const isOurs = row.cause === talk.row;
  if (row.request !== request || (row.state !== 'waiting' && !isOurs)) return presentState(talk, row);
  return what === 'confirm' ? confirm(talk, row, rest.join(':')) : refuse(talk, row);
}

const accountOfBinding = ({ platform, user }: BindingRow): Account => ({ platform, user });

async function confirm(talk: Talk, row: BindingRow, id: string): Promise<Answer> {
  const { deps } = talk;
  const account = accountOfBinding(row);
  const by = { who: talk.person.id, cause: talk.row, request: row.request };
  const claim = await claimAccount(deps, account, id, by);
  const person = deps.directory.person(id);
  if (claim === 'decided') return presentState(talk, (await deps.store.bindings.get(row._id)) ?? row);
  if (claim !== 'bound' || !person) return notBound(talk, row, id, claim === 'taken');
  const done = words('binding.done', { name: person.name, phone: deps.rules.officePhone });
  return presentState(talk, { ...row, state: 'bound', person: id, decidedBy: by.who }, [
    { key: `${talk.row}#2`, to: { person: id, ...account }, say: { text: done } },
    ...tellElsewhere(deps, account, person, `${talk.row}#elsewhere`),
  ]);
}

/** The request stays as it is: somebody has to put the roster right first. */
function notBound(talk: Talk, row: BindingRow, id: string, isTaken: boolean): Answer {
  const { directory } = talk.deps;
  const { platform, account } = askedOf(row);
  const holder = isTaken ? directory.byPlatformUser(row.platform, row.user) : directory.person(id);
  const person = holder ? personLabel(talk.deps, holder) : id;
  const text = words(isTaken ? 'binding.clerk.taken' : 'binding.clerk.cannot', { platform, account, person });
  return answer(talk, { text });
}

async function refuse(talk: Talk, row: BindingRow): Promise<Answer> {
  const { deps } = talk;
  const account = accountOfBinding(row);
  const change = {
    ...{ request: row.request, name: row.name, unit: row.unit, askedAt: row.askedAt, person: null },
    ...{ state: 'refused' as const, decidedBy: talk.person.id, decidedAt: deps.clocks.real(), cause: talk.row },
  };
  const isDone = row.state === 'refused' || (await changeBinding(deps, account, row, change));
  if (!isDone) return presentState(talk, (await deps.store.bindings.get(row._id)) ?? row);
  deps.log.info('binding.refused', { key: talk.row });
  const text = words('binding.refused', { name: row.name, unit: row.unit, phone: deps.rules.officePhone });
  return presentState(talk, { ...row, ...change }, [
    { key: `${talk.row}#2`, to: { person: null, ...account }, say: { text } },
  ]);
}

function presentState(talk: Talk, row: BindingRow, more: readonly Outgoing[] = []): Answer {
  const { directory } = talk.deps;
  const person = row.person ? directory.person(row.person) : null;
  const values = {
    ...askedOf(row),
    by: directory.personName(row.decidedBy),
    person: person ? personLabel(talk.deps, person) : (row.person ?? ''),
  };
  const said = row.state === 'bound' && row.decidedBy === BY_CODE ? 'code' : row.state;
  const card = bindingDoneCard(words(`binding.clerk.state.${said}`, values), words(`binding.clerk.done.${row.state}`));
  const first = outgoing(talk, { card }, pressedCard(talk));
  return { dialogue: talk.dialogue, says: [first, ...more], later: false };
}
