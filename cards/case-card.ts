/** The present state of one item for one reader. Never marks or feedback: those have their own place, full-text.ts. */
import type { Case, Clock } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import { answeringAssignment, assignmentOfUnit, isOpenAssignment, lastReply } from './about.ts';
import type { Card, CardButton } from './card.ts';
import { actionButtons } from './card-buttons.ts';
import type { CardGiven } from './card-given.ts';
import { memberClock, unitClock } from './case-clocks.ts';
import { assignmentLabel, stateLabel } from './kind-labels.ts';
import { authorNames, isOpinion, listNumber, unitNames } from './names.ts';
import { inOrder, stillToDo } from './next-step.ts';
import { sayDay, sayLeftPhrase } from './say-date.ts';
import { shorten } from './shorten.ts';
import { ROLE_OF_UNIT } from './text/zh/phrases.ts';
import { words } from './words.ts';

/** WeCom shows six buttons (product.md 4): what the reader may do, why this day, the text. */
const MAX_BUTTONS = 6;

type Fact = Card['facts'][number];

export function caseCard(kase: Case, given: CardGiven): Card {
  const buttons = caseButtons(kase, given);
  return {
    title: shorten(`${listNumber(kase)} ${stateLabel(kase)}`),
    note: given.rules.committeeName,
    body: words(isOpinion(kase) ? 'case.body.opinionReport' : 'case.body.proposal', { title: kase.title }),
    facts: [
      ...authorFact(kase, given),
      ...unitFacts(kase),
      ...clockFacts(kase, given),
      ...promiseFact(kase, given),
      ...classFact(kase, given),
      ...reasonFact(kase, given),
    ],
    selectors: [],
    buttons,
    ...(buttons.length === 0 ? { done: words('case.done') } : {}),
    about: { case: kase.id, version: kase.version },
  };
}

function caseButtons(kase: Case, given: CardGiven): readonly CardButton[] {
  const unit = given.recipient.unit;
  const own = unit ? (assignmentOfUnit(kase, unit)?.id ?? '') : '';
  const extras: CardButton[] = [
    ...(mainClock(kase, given) ? [{ action: 'why', text: words('button.why'), tone: 'plain' as const }] : []),
    ...(hasText(kase) ? [{ action: 'view:text', text: words('button.text'), tone: 'plain' as const }] : []),
  ];
  return [
    ...actionButtons(inOrder(stillToDo(kase, given.actions), own)).slice(0, MAX_BUTTONS - extras.length),
    ...extras,
  ];
}

const hasText = (kase: Case): boolean => Object.keys(kase.form).length > 0 || kase.assignments.length > 0;

/** The clock whose day the card shows first: 〔为什么是这天〕 explains this one. */
const mainClock = (kase: Case, given: CardGiven): Clock | null => unitClock(kase, given) ?? memberClock(kase);

function authorFact(kase: Case, given: CardGiven): readonly Fact[] {
  const value = authorNames(kase, given);
  return value ? [{ label: words(isOpinion(kase) ? 'case.reporter' : 'case.author'), value }] : [];
}

/** The answering units one by one with their states; co units together, who is missing first (4C). */
function unitFacts(kase: Case): readonly Fact[] {
  const open = kase.assignments.filter(isOpenAssignment);
  const answering = open.filter(({ kind }) => kind !== 'co');
  const co = open.filter(({ kind }) => kind === 'co');
  const lines = answering.map((assignment) => ({
    label: ROLE_OF_UNIT[assignment.kind],
    value: words('case.unitState', { unit: assignment.unitName, state: assignmentLabel(assignment, kase) }),
  }));
  if (co.length === 0) return lines;
  const missing = co.filter(({ state }) => !['opinionGiven', 'done'].includes(state));
  const value = missing.length > 0 ? words('case.coMissing', { units: unitNames(missing) }) : unitNames(co);
  return [...lines, { label: ROLE_OF_UNIT.co, value }];
}

/** Two named clocks: the unit's restarts when it is re-assigned, the member's never stops (decision 8). */
function clockFacts(kase: Case, given: CardGiven): readonly Fact[] {
  const unit = unitClock(kase, given);
  const member = memberClock(kase);
  const facts: Fact[] = [];
  if (unit) facts.push({ label: shortLabel(unit, given), value: sayClock(unit, given) });
  if (member && member.dueAt.getTime() !== unit?.dueAt.getTime())
    facts.push({ label: words('case.memberClock'), value: sayClock(member, given) });
  return facts;
}

/** The promises have a line of their own (承诺事项): the clock beside it says it is the limit. */
const shortLabel = (clock: Clock, { rules }: CardGiven): string =>
  clock.ruleId === 'C-24' ? words('case.promiseClock') : (rules.clocks[clock.ruleId]?.label ?? words('case.unitClock'));

function sayClock(clock: Pick<Clock, 'dueAt' | 'provisional'>, { now, rules }: CardGiven): string {
  const due = civilDate(clock.dueAt);
  const left = sayLeftPhrase(due, civilDate(now), rules.calendar);
  const value = words('case.clockValue', { day: sayDay(due, now), left });
  return clock.provisional ? `${value}${words('time.provisional')}` : value;
}

function promiseFact(kase: Case, { now }: CardGiven): readonly Fact[] {
  const open = kase.commitments.filter(({ state }) => state === 'open' || state === 'claimed');
  const [next] = open.toSorted((a, b) => a.dueOn.localeCompare(b.dueOn));
  if (!next) return [];
  const value = words('case.promiseValue', { n: open.length, day: sayDay(next.dueOn, now) });
  return [{ label: words('case.promises'), value }];
}

/** Only of an issued reply: before that the class is the unit's own draft. */
function classFact(kase: Case, { rules }: CardGiven): readonly Fact[] {
  const assignment = answeringAssignment(kase);
  const resultClass = lastReply(assignment)?.issuedAt ? assignment?.resultClass : undefined;
  if (!resultClass) return [];
  const value = words('case.classValue', { class: resultClass, classText: rules.classTexts[resultClass] });
  return [{ label: words('case.classOf'), value }];
}

const REASON_STATES = ['revising', 'notFiled', 'returned', 'kept', 'withdrawn'];

/** A reason is the author's and the office's: units work in other states and have their own notices. */
function reasonFact(kase: Case, given: CardGiven): readonly Fact[] {
  if (!kase.reason?.text || given.recipient.unit || !REASON_STATES.includes(kase.state)) return [];
  return [{ label: words('case.reason'), value: kase.reason.text }];
}
