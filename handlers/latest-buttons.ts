import type { NumberedChoice } from '../cards/numbered-choices.ts';
import { messageRef, type PressedWords } from '../cards/render/button-words.ts';
import type { HandlerDeps, Talk } from './talk.ts';

/** Buttons of the newest card sent after `since`: its numbers are what a typed number means. */
export async function latestButtons(talk: Talk, since: Date | null): Promise<readonly NumberedChoice[]> {
  const [latest] = await talk.deps.store.messages.find(
    { recipient: talk.person.id, dueAt: { $gt: since ?? new Date(0) } },
    { sort: { dueAt: -1 }, limit: 1 },
  );
  return latest?.call === 'send' ? latest.choices : [];
}

/** The letter before a message's hash (outbox/message-id.ts): only these bear buttons. */
const LETTER = 'm';
/** Behind every character that an id may have. */
const LAST = '~';

/**
 * The button behind words that a client said in its person's name: of the very message it stands on, however old that
 * is, and only of his own (decision 9).
 * @param recipient person id; of who is not bound his account
 */
export async function buttonOf(
  { store }: Pick<HandlerDeps, 'store'>,
  recipient: string,
  { n, ref }: PressedWords,
): Promise<NumberedChoice | null> {
  const from = `${LETTER}${ref}`;
  const found = await store.messages.find({ _id: { $gte: from, $lt: `${from}${LAST}` }, recipient });
  return found.find(({ _id }) => messageRef(_id) === ref)?.choices[n - 1] ?? null;
}
