/** An obligation put into words for its recipient, at dispatch. Pure: the same case and reader give the same card. */
import type { Case, Obligation } from '../src/domain/case.ts';
import { civilDate, daysBetween } from '../src/domain/civil-date.ts';
import { type About, aboutOf } from './about.ts';
import type { Card } from './card.ts';
import { actionButtons, noticeButtons, ownFirst } from './card-buttons.ts';
import type { CardGiven } from './card-given.ts';
import { clockOfObligation } from './due-dates.ts';
import { knownValues } from './facts.ts';
import { stateLabel } from './kind-labels.ts';
import type { Facts } from './known.ts';
import { isSealed, itemNumber } from './names.ts';
import type { NoticeButton, NoticeText } from './notice-text.ts';
import { shorten } from './shorten.ts';
import { NOTICES } from './text/zh/notices.ts';
import { FALLBACK, LADDER, LADDER_BODY, LADDER_LATE, LADDER_TITLE } from './text/zh/phrases.ts';
import { fill, words } from './words.ts';

const MAX_NOTICE_BUTTONS = 4;
/** Texts that G-18 and its kin word by the clock they warn of. */
const LADDER_TEXTS = ['G-18', 'G-19', 'G-30'];

export function noticeCard(obligation: Obligation, kase: Case, given: CardGiven): Card {
  const computed = knownValues(obligation, kase, given);
  const facts = { ...FALLBACK, ...computed };
  const about = aboutOf(kase, obligation.subject, given.recipient.unit);
  const text = textOf(obligation, kase, about, given);
  const put = (wording: string) => fill(wording, facts, `${obligation.text} for ${obligation.key}`);
  const buttons = text.buttons
    ? noticeButtons(text.buttons, obligation.subject, facts, given)
    : actionButtons(ownFirst(given.actions, obligation.subject).slice(0, MAX_NOTICE_BUTTONS - 1));
  return {
    title: shorten(put(text.title)),
    note: [itemNumber(kase), lightOf(obligation, kase, about, given)].filter(Boolean).join(' · '),
    body: put(bodyOf(text, kase)),
    facts: [
      ...(text.facts ?? [])
        .filter(({ value }) => isKnown(value, computed))
        .map(({ label, value }) => ({ label, value: put(value) })),
      ...(text.signedBy ? [{ label: words('notice.signedBy'), value: put(text.signedBy) }] : []),
    ],
    selectors: [],
    buttons: withView(buttons),
    about: { case: kase.id, version: kase.version },
  };
}

function bodyOf(text: NoticeText, kase: Case): string {
  if (text.bodyInternal && isSealed(kase)) return text.bodyInternal;
  const hasCo = kase.assignments.some(({ kind }) => kind === 'co');
  return !hasCo && text.bodyAlone ? text.bodyAlone : text.body;
}

/** A line of facts is left out when it does not apply (会办意见期限 of a unit that handles alone). */
const isKnown = (wording: string, computed: Facts): boolean =>
  [...wording.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => Object.hasOwn(computed, name));

/** No dead end: every notice opens at least the present state of its item. */
function withView(buttons: Card['buttons']): Card['buttons'] {
  if (buttons.some(({ action }) => action === 'view')) return buttons;
  return [
    ...buttons.slice(0, MAX_NOTICE_BUTTONS - 1),
    { action: 'view', text: words('button.view'), tone: buttons.length === 0 ? 'primary' : 'plain' },
  ];
}

function textOf(obligation: Obligation, kase: Case, about: About, given: CardGiven): NoticeText {
  const text = NOTICES[obligation.text];
  const isReminder = obligation.clock !== null;
  if (text && !(isReminder && LADDER_TEXTS.includes(obligation.text))) return text;
  if (isReminder) return ladderText(obligation, kase, about, given);
  return genericText(obligation, kase);
}

/** G-18, G-19 and G-30 step by step: title by the days left, sentence by the clock (C.3). */
function ladderText(obligation: Obligation, kase: Case, about: About, given: CardGiven): NoticeText {
  const clock = clockOfObligation(obligation, kase, about);
  const ruleId = clock?.ruleId ?? obligation.clock?.ruleId ?? '';
  const days = clock ? daysBetween(civilDate(given.now), civilDate(clock.dueAt)) : 0;
  const what = LADDER[ruleId]?.what ?? given.rules.clocks[ruleId]?.label ?? '';
  const pattern = days > 0 ? LADDER_TITLE.left : days === 0 ? LADDER_TITLE.today : LADDER_TITLE.late;
  const title = fill(pattern, { what, left: '{left}' }, ruleId);
  const own = WHOLE_TEXT[ruleId]?.[days < 0 ? 'late' : 'due'];
  const whole = own ? NOTICES[own] : undefined;
  if (whole) return { ...whole, title };
  const body = days < 0 ? LADDER_LATE : (LADDER[ruleId]?.body ?? LADDER_BODY);
  const buttons = LADDER_BUTTONS[ruleId];
  return { title, body: body.replace('{what}', what), ...(buttons ? { buttons } : {}) };
}

/** Clocks whose reminder is a text of section G as it stands. */
const WHOLE_TEXT: Readonly<Record<string, { readonly due: string; readonly late?: string }>> = {
  'C-10': { due: 'G-18', late: 'G-19' },
  'C-24': { due: 'G-30' },
};

const LADDER_BUTTONS: Readonly<Record<string, readonly NoticeButton[]>> = {
  'C-19': [
    { action: 'reReply', text: '再次答复', tone: 'primary' },
    { action: 'reportProgress', text: '填报进展', tone: 'plain' },
    { action: 'requestExtension', text: '申请延期', tone: 'plain' },
  ],
  'C-25': [{ action: 'reportProgress|reportCommitment', text: '整改', tone: 'primary' }],
  'S-06': [{ action: 'answer', text: '办理反馈', tone: 'primary' }],
};

/** Built from event name, item and actor for what has no text of its own (B.1.3 preface). */
function genericText(obligation: Obligation, kase: Case): NoticeText {
  const event = obligation.facts.label ?? words('generic.event');
  const actor = obligation.facts.actor;
  const values = { event, actor: actor ?? '', state: stateLabel(kase), item: '{item}' };
  return {
    title: words('generic.title', { event }),
    body: words(actor ? 'generic.body' : 'generic.bodyNoActor', values),
  };
}

/** The colour word of C.3 as the ladder has it; the early blue is shown only while something is missing (R3). */
function lightOf(obligation: Obligation, kase: Case, about: About, { rules }: CardGiven): string {
  const [ruleId = '', stepId = ''] = obligation.kind.split('/');
  const colour = rules.clocks[ruleId]?.ladder.find(({ id }) => id === stepId)?.colour;
  if (!colour || (stepId === 'R3' && !somethingMissing(kase, about))) return '';
  return words('light', { colour });
}

function somethingMissing(kase: Case, { assignment }: About): boolean {
  const met = assignment?.meetings.some(({ confirm }) => confirm === 'confirmed') ?? false;
  return (
    !met || kase.assignments.some(({ kind, state }) => kind === 'co' && ['pendingReceipt', 'working'].includes(state))
  );
}
