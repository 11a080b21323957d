/** A reader sees only the buttons of what he may do now. */
import type { ButtonTone, CardButton } from './card.ts';
import type { AllowedAction, CardGiven } from './card-given.ts';
import type { Facts } from './known.ts';
import type { NoticeButton } from './notice-text.ts';
import { typeset } from './typeset.ts';
import { fill } from './words.ts';

/** Change nothing, open to every reader of the card (G.1 rule 10). */
const ALWAYS = ['view', 'contact'];
/** What cannot be taken back lightly. */
const DANGER = [
  'withdraw',
  'requestReturn',
  'refuse',
  'rejectReturn',
  'denyMeeting',
  'returnReply',
  'keep',
  'verifyFail',
];

/** One button of section G for several events of the table. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  recordMeeting: ['recordMeetingBefore', 'recordMeetingDuring', 'recordMeetingAfter'],
};

const means = (action: string, { event }: AllowedAction): boolean =>
  event === action || (FAMILIES[action]?.includes(event) ?? false);

/** The allowed action behind a button: its own subject first, then any of this case. */
function allowedFor(action: string, subject: string, given: CardGiven): AllowedAction | null {
  const candidates = action.split('|').flatMap((event) => given.actions.filter((allowed) => means(event, allowed)));
  return candidates.find((allowed) => allowed.subject === subject) ?? candidates[0] ?? null;
}

export function noticeButtons(
  buttons: readonly NoticeButton[],
  subject: string,
  facts: Facts,
  given: CardGiven,
): readonly CardButton[] {
  const shown = buttons.flatMap(({ action, text, tone }) => {
    const label = fill(text, facts, action);
    const allowed = allowedFor(action, subject, given);
    if (allowed) return [toButton(allowed, label, tone)];
    const open = action.split('|').find((one) => ALWAYS.includes(one));
    return open ? [{ action: open, text: label, tone }] : [];
  });
  return oneEachSubject(shown);
}

/** The actions themselves as buttons, the first one primary. */
export const actionButtons = (actions: readonly AllowedAction[]): readonly CardButton[] =>
  actions.map((allowed, index) => toButton(allowed, typeset(allowed.label), index === 0 ? 'primary' : 'plain'));

function toButton({ event, subject }: AllowedAction, text: string, tone: ButtonTone): CardButton {
  const shownTone = DANGER.includes(event) ? 'danger' : tone;
  return { action: event, text, tone: shownTone, ...(subject ? { subject } : {}) };
}

/** Two buttons with one text cannot be told apart by people, two with one meaning not by the platform. */
function oneEachSubject(buttons: readonly CardButton[]): readonly CardButton[] {
  const same = (one: CardButton, other: CardButton) =>
    one.text === other.text || (one.action === other.action && one.subject === other.subject);
  return buttons.filter((button, index) => buttons.findIndex((other) => same(other, button)) === index);
}
