/** Name and unit: the clerk is asked by card. The sender hears the same whether the roster has such a person or not. */
import { plainLine } from '../cards/render/plain.ts';
import { words } from '../cards/words.ts';
import { messageId } from '../src/outbox/message-id.ts';
import type { BindingRow } from '../src/store/records.ts';
import { requestCard, sameWords, toClerks } from './bind-clerks.ts';
import { bindingOf, changeBinding } from './bind-row.ts';
import { accountOfSender, phoneOf, reply, type Stranger } from './bind-stranger.ts';
import { countTry, isUsedUp, REQUESTS } from './bind-tries.ts';
import type { Answer } from './talk.ts';

const DAY_MS = 24 * 3_600_000;
const REQUEST_CHARS = 20;

type Typed = Pick<BindingRow, 'name' | 'unit'>;

export async function requestBinding(stranger: Stranger, typed: Typed): Promise<Answer> {
  const { deps, row } = stranger;
  const account = accountOfSender(stranger);
  const asked = { name: plainLine(typed.name), unit: plainLine(typed.unit) };
  const read = await bindingOf(deps, account);
  // The line's own key: worked again it is the same request, not one more.
  const request = messageId(deps.committee, `bind:${row._id}`).slice(0, REQUEST_CHARS);
  if (read?.request !== request) {
    const before = earlierAnswer(stranger, asked, read);
    if (before) return before;
    if (await isUsedUp(deps, account, REQUESTS)) {
      return reply(stranger, null, { text: words('binding.tooMany', { limit: REQUESTS.limit, ...phoneOf(stranger) }) });
    }
    await store(stranger, asked, read, request);
  }
  const card = await requestCard(deps, { ...fresh(stranger, asked, request), ...account });
  const clerks = await toClerks(deps, row._id, { card });
  return reply(stranger, null, { text: words('binding.waiting', { ...asked, ...phoneOf(stranger) }) }, clerks);
}

/** @throws when a clerk decided meanwhile: the line is worked again and sees it. */
async function store(stranger: Stranger, asked: Typed, read: BindingRow | null, request: string): Promise<void> {
  const { deps, row } = stranger;
  const account = accountOfSender(stranger);
  if (!(await changeBinding(deps, account, read, fresh(stranger, asked, request)))) {
    throw new Error(`binding of ${row._id}: changed while it was asked for anew; it is read again`);
  }
  await countTry(deps, account, REQUESTS);
  deps.log.info('binding.asked', { key: row._id });
}

const fresh = ({ deps, row }: Stranger, asked: Typed, request: string) => ({
  ...asked,
  request,
  askedAt: deps.clocks.civil(),
  state: 'waiting' as const,
  person: null,
  decidedBy: '',
  decidedAt: null,
  cause: row._id,
});

/** The same request within a day sends no second card: he hears how the first one stands. */
function earlierAnswer(stranger: Stranger, asked: Typed, read: BindingRow | null): Answer | null {
  if (!read || !isOfToday(stranger, read) || !sameWords(read, asked)) return null;
  const key = ANSWERED[read.state];
  return key ? reply(stranger, null, { text: words(key, { ...asked, ...phoneOf(stranger) }) }) : null;
}

const ANSWERED = {
  waiting: 'binding.waiting',
  refused: 'binding.refused',
  bound: null,
  undone: null,
} as const satisfies Record<BindingRow['state'], string | null>;

const isOfToday = ({ deps }: Stranger, { askedAt }: BindingRow): boolean =>
  deps.clocks.civil().getTime() - askedAt.getTime() < DAY_MS;

/** What a sender who writes again is told of his own request; null when none waits. */
export async function waitingLead(stranger: Stranger): Promise<string | null> {
  const read = await bindingOf(stranger.deps, accountOfSender(stranger));
  if (read?.state !== 'waiting') return null;
  return words('binding.stillWaiting', { name: read.name, unit: read.unit, ...phoneOf(stranger) });
}
