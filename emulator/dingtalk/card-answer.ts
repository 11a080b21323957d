import { isObject, type Json } from '../http.ts';
import type { World } from '../world.ts';
import { mergeParams, optionsOf, paramsFor, readParams } from './card-data.ts';
import { redraw } from './card-view.ts';
import { dingtalkOf, memberByUnionId } from './people.ts';
import { ApiRefusal } from './refusal.ts';
import type { CardInstance } from './state.ts';

/** The answer to a press changes the view of who pressed, and of nobody else; `{}` leaves it (dingtalk.md 4.8). */
export function applyPressAnswer(world: World, press: Json, answer: Json): void {
  const dingtalk = dingtalkOf(world);
  const card = dingtalk.cards.get(String(press.outTrackId));
  if (!card) return;
  const userId = card.userIdType === 2 ? memberByUnionId(world, String(press.userId))?.id : String(press.userId);
  if (!userId) return;
  try {
    const changed = changedBy(world, card, userId, answer);
    if (!changed) return;
    dingtalk.cards.set(card.outTrackId, changed);
    redraw(world, changed, spacesSeenBy(changed, userId));
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    world.notes.push(`card ${card.outTrackId}: the answer to the press was ignored: ${error.code} ${error.message}`);
  }
}

const spacesSeenBy = ({ spaces }: CardInstance, userId: string) =>
  spaces.filter(({ group, to }) => group || to === userId);

function changedBy(world: World, card: CardInstance, userId: string, answer: Json): CardInstance | null {
  const shared = readParams(world, answer.cardData);
  // An older page of the documents calls it privateData; only the clicker's is meant either way.
  const own = readParams(world, isObject(answer.userPrivateData) ? answer.userPrivateData : undefined);
  if (!shared && !own) return null;
  const options = optionsOf(answer);
  const seen = { ...card.params, ...card.answered[userId] };
  const answered = shared
    ? { ...card.answered, [userId]: mergeParams(seen, shared, options.updateCardDataByKey) }
    : card.answered;
  const mine = mergeParams(card.privateParams[userId], own, options.updatePrivateDataByKey);
  return { ...card, answered, privateParams: own ? { ...card.privateParams, [userId]: mine } : card.privateParams };
}

/** The view of one person, for tests and the page (`GET /emulator/card`). */
export function mergedParams(world: World, outTrackId: string, userId: string) {
  const card = dingtalkOf(world).cards.get(outTrackId);
  return card ? paramsFor(card, userId) : null;
}
