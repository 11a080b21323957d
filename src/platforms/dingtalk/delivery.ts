/** Calls that succeed as a whole and yet reach nobody: HTTP 200 is not yet a delivery (dingtalk.md 3.1, 4.3, 6.1). */
import type { Json } from '../json-answer.ts';
import type { Outcome } from './outcome-class.ts';
import { type Answer, textOf, textsOf } from './read-answer.ts';

/** What a successful answer means for its one recipient. */
export type ReadDelivery = (json: Json) => Outcome;

export const outcomeOf = (answer: Answer, read: ReadDelivery): Outcome =>
  answer.ok ? read(answer.json) : answer.outcome;

/** Nothing but an errcode or a flag comes back. */
export const done: ReadDelivery = (json) =>
  json.success === false
    ? { class: 'F', errmsg: `refused: ${textOf(json.errorMsg ?? json.message)}` }
    : { class: 'ok' };

/**
 * batchSend to one user. A throttled user is C and not B: only his messages wait, B would close the gate for everybody.
 */
export const ofRobotSend: ReadDelivery = (json) => {
  const invalid = textsOf(json.invalidStaffIdList);
  const key = textOf(json.processQueryKey);
  if (invalid.length > 0) return { class: 'E', errmsg: 'invalidStaffIdList', invalid };
  if (textsOf(json.flowControlledStaffIdList).length > 0) return { class: 'C', errmsg: 'flowControlledStaffIdList' };
  return key === '' ? { class: 'D', errmsg: 'answer without processQueryKey' } : { class: 'ok', msgid: key };
};

/** Words of `errorMsg` that blame our request; all others blame the recipient. */
const OUR_MISTAKE = /spaces of card is empty|model|template|param/i;

/**
 * createAndDeliver. A space that failed is decided by `success` alone: the published sample has an errorMsg beside true.
 * A failed delivery is not repeated: the same outTrackId would have no effect, the clerk is told instead.
 */
export const ofCard: ReadDelivery = (json) => {
  if (json.success === false) return done(json);
  const result = typeof json.result === 'object' && json.result !== null ? (json.result as Json) : {};
  const spaces = Array.isArray(result.deliverResults) ? (result.deliverResults as readonly Json[]) : [];
  const lost = spaces.filter(({ success }) => success !== true && success !== 'true');
  if (lost.length === 0) {
    const carrier = textOf(spaces[0]?.carrierId);
    return { class: 'ok', ...(carrier && { msgid: carrier }) };
  }
  const errmsg = `deliverResults: ${lost.map((space) => textOf(space.errorMsg)).join('; ')}`;
  return { class: OUR_MISTAKE.test(errmsg) ? 'F' : 'E', errmsg, invalid: lost.map((space) => textOf(space.spaceId)) };
};

/** asyncsend_v2 only takes the order; what became of it is read afterwards. */
export const ofNotice: ReadDelivery = (json) => {
  const task = textOf(json.task_id);
  return task === '' ? { class: 'D', errmsg: 'answer without task_id' } : { class: 'ok', msgid: task };
};

/** The same text to the same person on the same day: the one that was sent first has arrived. */
const DUPLICATE = '143106';

/**
 * getsendresult of a notice to one person. Null: not known yet.
 * The duplicate refusal is a success: every message bears its own number, so only our own repeat can be the same.
 */
export function ofNoticeResult(json: Json): Outcome | null {
  const result = typeof json.send_result === 'object' && json.send_result !== null ? (json.send_result as Json) : {};
  if (textsOf(result.read_user_id_list).length > 0 || textsOf(result.unread_user_id_list).length > 0) {
    return { class: 'ok' };
  }
  const forbidden = Array.isArray(result.forbidden_list) ? (result.forbidden_list as readonly Json[]) : [];
  const codes = forbidden.map(({ code }) => textOf(code));
  if (codes.includes(DUPLICATE)) return { class: 'ok', errmsg: 'repeat refused: the first one arrived' };
  const invalid = [...textsOf(result.invalid_user_id_list), ...textsOf(result.forbidden_user_id_list)];
  if (invalid.length > 0 || codes.length > 0) {
    return { class: 'E', errmsg: `getsendresult: ${codes.join(', ') || 'invalid user'}`, invalid };
  }
  return textsOf(result.failed_user_id_list).length > 0 ? { class: 'C', errmsg: 'getsendresult: failed' } : null;
}

/** The platform refuses a card that it already has: the first of our tries was the one (dingtalk.md 4.12). */
export const isCardRepeat = (outcome: Outcome): boolean => /\bparam\.cardAlreadyExist\b/.test(outcome.errmsg ?? '');
