import { readCardToken } from '../src/card-token.ts';
import { onCase, onDraft } from './actions.ts';
import { help } from './help.ts';
import { notFound } from './show.ts';
import type { Answer, Talk } from './talk.ts';

/** A button. The token says what is wanted; who may do it is decided by the policy on the loaded case, never by the card. */
export async function onPress(talk: Talk): Promise<Answer> {
  const press = talk.event.press;
  if (!press) return help(talk);
  const message = await talk.deps.store.messages.get(press.message);
  const pressed = readCardToken(talk.deps.secretKey, press.message, press.token);
  // Somebody else's card, or one we never sent: as for a case that does not exist (decision 9).
  if (!message || !pressed || message.recipient !== talk.person.id) {
    talk.deps.log.info('card.stale', { key: talk.row });
    return notFound(talk);
  }
  if (pressed.case === 'draft') return onDraft(talk, pressed.subject, pressed.action, press.choices);
  return onCase(talk, pressed.case, pressed.subject, pressed.action);
}
