/** An obligation put into words for its recipient, at dispatch. Pure: the same case and reader give the same card. */
import type { Case, Obligation } from '../src/domain/case.ts';
import { type About, aboutOf } from './about.ts';
import type { Card } from './card.ts';
import { actionButtons, noticeButtons } from './card-buttons.ts';
import type { CardGiven } from './card-given.ts';
import { knownValues } from './facts.ts';
import { stateLabel } from './kind-labels.ts';
import type { Facts } from './known.ts';
import { LADDER_TEXTS, ladderText } from './ladder-text.ts';
import { isSealed, itemNumber } from './names.ts';
import { inOrder, stillToDo } from './next-step.ts';
import type { NoticeText } from './notice-text.ts';
import { shorten } from './shorten.ts';
import { NOTICES } from './text/zh/notices.ts';
import { FALLBACK } from './text/zh/phrases.ts';
import { typeset } from './typeset.ts';
import { fill, words } from './words.ts';

const MAX_NOTICE_BUTTONS = 4;

export function noticeCard(obligation: Obligation, kase: Case, given: CardGiven): Card {
  const computed = knownValues(obligation, kase, given);
  const facts = { ...FALLBACK, ...computed };
  const about = aboutOf(kase, obligation.subject, given.recipient.unit);
  const text = forReader(textOf(obligation, kase, about, given), kase, given);
  const may = { ...given, actions: stillToDo(kase, given.actions) };
  const put = (wording: string) => fill(wording, facts, `${obligation.text} for ${obligation.key}`);
  const buttons = text.buttons
    ? noticeButtons(text.buttons, obligation.subject, facts, may)
    : actionButtons(inOrder(may.actions, obligation.subject).slice(0, MAX_NOTICE_BUTTONS - 1));
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

/** A text that speaks to the member or the unit reaches the office in its own words: it telephones, reviews, watches. */
function forReader(text: NoticeText, kase: Case, { recipient }: CardGiven): NoticeText {
  const isAuthor = kase.authors.some(({ person }) => person === recipient.id);
  if (!text.office || recipient.unit || isAuthor) return text;
  const { office, buttons: _, ...rest } = text;
  return { ...rest, ...office };
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

/** Built from event name, item and actor for what has no text of its own (B.1.3 preface). */
function genericText(obligation: Obligation, kase: Case): NoticeText {
  const event = typeset(obligation.facts.label ?? words('generic.event'));
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
