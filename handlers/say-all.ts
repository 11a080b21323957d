import { splitText } from '../cards/render/cut.ts';
import { words } from '../cards/words.ts';
import type { Outgoing } from '../src/deps.ts';
import type { HandlerDeps } from './talk.ts';

/** Platforms show a text no second time within four hours (wecom.md 7.1); ten minutes more for their clocks. */
const SWALLOWED_FOR_MS = 4 * 3_600_000 + 600_000;
/** A message holds 2048 bytes; the rest is for the mark. */
const PIECE_BYTES = 2000;
const MOST_REPEATS = 99;

const again = (text: string, n: number): string => (n === 1 ? text : words('answer.again', { n, text }));

/**
 * Puts what is to be said into the outbox. Who asks the same thing twice wants an answer twice: texts that the
 * platform's duplicate check would swallow say that they are repeated. Cards differ by their task id.
 */
export async function sayAll(deps: HandlerDeps, says: readonly Outgoing[]): Promise<void> {
  for (const say of says.flatMap(pieces)) {
    await deps.outbox.put('text' in say.say ? { ...say, say: { text: await fresh(deps, say, say.say.text) } } : say);
  }
}

function pieces(outgoing: Outgoing): readonly Outgoing[] {
  if (!('text' in outgoing.say)) return [outgoing];
  return splitText(outgoing.say.text, PIECE_BYTES).map((text, index) => ({
    ...outgoing,
    key: index === 0 ? outgoing.key : `${outgoing.key}.${index + 1}`,
    say: { text },
  }));
}

async function fresh(deps: HandlerDeps, { to }: Outgoing, text: string): Promise<string> {
  const recent = {
    recipient: to.person ?? to.user,
    dueAt: { $gt: new Date(deps.clocks.real().getTime() - SWALLOWED_FOR_MS) },
  };
  if ((await deps.store.messages.count({ ...recent, summary: text })) === 0) return text;
  const wordings = Array.from({ length: MOST_REPEATS }, (_, index) => again(text, index + 1));
  const said = await deps.store.messages.find({ ...recent, summary: { $in: wordings } });
  const used = new Set(said.map((message) => message.summary));
  const free = wordings.find((wording) => !used.has(wording));
  // Beyond that the number of everything he was told lately tells this answer from the others.
  return free ?? again(text, MOST_REPEATS + (await deps.store.messages.count(recent)));
}
