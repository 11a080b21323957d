/** 今日待办 (G-82): what is due for one person, said once a day (C.5). */
import type { Case, Obligation } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import { aboutOf } from './about.ts';
import type { Card } from './card.ts';
import { type CardGiven, readsForUnit } from './card-given.ts';
import { clockOfObligation } from './due-dates.ts';
import { type ListItem, listBody, openButtons } from './list-lines.ts';
import { buttonNumber, itemName } from './names.ts';
import { noticeCard } from './notice-card.ts';
import { sayDay, sayLeftPhrase } from './say-date.ts';
import { LADDER } from './text/zh/ladders.ts';
import { words } from './words.ts';

export interface BundleItem {
  readonly obligation: Obligation;
  readonly kase: Case;
}

/** @param late some of it should have been said before (after an outage): marked 〔补发〕 */
export function bundleCard(items: readonly BundleItem[], given: CardGiven, late: boolean): Card {
  const lines = items
    .map((item) => ({ item, due: dueOfItem(item, given) }))
    .toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'))
    .map(({ item, due }) => lineOf(item, due, given));
  return {
    title: words(late ? 'bundle.titleLate' : 'bundle.title'),
    note: heading(given),
    body: listBody(oncePerLine(lines)),
    facts: [],
    selectors: [],
    buttons: openButtons(lines),
    about: null,
  };
}

function heading({ recipient, directory, now }: CardGiven): string {
  const date = sayDay(civilDate(now), now);
  if (recipient.unit) return words('bundle.heading', { unit: directory.unitName(recipient.unit), date });
  return words('bundle.headingPerson', { name: recipient.name, date });
}

function dueOfItem({ obligation, kase }: BundleItem, given: CardGiven): string | null {
  const about = aboutOf(kase, obligation.subject, given.recipient.unit);
  const clock = clockOfObligation(obligation, kase, about);
  return clock ? civilDate(clock.dueAt) : null;
}

/** `第058号提案 答复 还有3个工作日(办中见面未确认)`; a notice without a limit keeps its title. */
function lineOf({ obligation, kase }: BundleItem, due: string | null, given: CardGiven): ListItem {
  const head = { caseId: kase.id, short: buttonNumber(kase) };
  if (!due) {
    const title = noticeCard(obligation, kase, { ...given, actions: [] }).title;
    return { ...head, lead: `${itemName(kase)} ${title}` };
  }
  const left = sayLeftPhrase(due, civilDate(given.now), given.rules.calendar);
  const line = [itemName(kase), subjectOf({ obligation, kase }, given), left].filter(Boolean).join(' ');
  return { ...head, lead: `${line}${detailOf({ obligation, kase }, given)}` };
}

function subjectOf({ obligation, kase }: BundleItem, given: CardGiven): string {
  const about = aboutOf(kase, obligation.subject, given.recipient.unit);
  const ruleId = clockOfObligation(obligation, kase, about)?.ruleId ?? '';
  if (ruleId === 'C-24' && about.commitment) return words('bundle.promise', { commitment: about.commitment.measure });
  return LADDER[ruleId]?.what ?? given.rules.clocks[ruleId]?.label ?? '';
}

/** What still stands in the way of the reply, for the unit that owes it. */
function detailOf({ obligation, kase }: BundleItem, given: CardGiven): string {
  if (obligation.clock?.ruleId !== 'C-10' || !readsForUnit(given)) return '';
  const { assignment } = aboutOf(kase, obligation.subject, given.recipient.unit);
  const met = (stage: 'before' | 'during') =>
    assignment?.meetings.some((meeting) => meeting.stage === stage && meeting.confirm === 'confirmed') ?? false;
  const missing = !met('before') ? 'bundle.meetingMissing' : !met('during') ? 'bundle.meetingDuringMissing' : null;
  return missing ? words('bundle.detail', { detail: words(missing) }) : '';
}

/** Two steps of one limit that came due in the same night say the same. */
const oncePerLine = (lines: readonly ListItem[]): readonly ListItem[] =>
  lines.filter((line, index) => lines.findIndex((other) => other.lead === line.lead) === index);
