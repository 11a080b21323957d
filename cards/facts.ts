/**
 * Values of the placeholders of section G, computed from the case for one reader.
 * The present state of the case wins over what was fixed with the obligation (a reminder may go out days late), but
 * for the words of the event itself. What nobody knows falls back to words that promise nothing.
 */

import { addWorkingDays, workingDaysBetween } from '../src/domain/calendar.ts';
import type { Case, Obligation } from '../src/domain/case.ts';
import { addDays, civilDate, daysBetween, formatInstant, yearOf } from '../src/domain/civil-date.ts';
import { type About, aboutOf, isOpenAssignment, lastReply } from './about.ts';
import type { CardGiven } from './card-given.ts';
import { clockOfObligation, datesOf } from './due-dates.ts';
import { firstText, formText, isYes, suggestionsOf } from './form-text.ts';
import { type Facts, known } from './known.ts';
import { authorNames, firstAuthor, isOpinion, itemName, itemNumber, unitNames } from './names.ts';
import { resultFacts } from './result-facts.ts';
import { sayDay, sayFact, sayLeft, sayLeftPhrase } from './say-date.ts';
import { EXTENSION, FALLBACK, MET, PROPOSAL_KIND, REASON_KIND, ROLE_OF_UNIT, URGENT } from './text/zh/phrases.ts';
import { fill, words } from './words.ts';

/** Without the fall-backs: a line that nobody can fill may be left out. */
export function knownValues(obligation: Obligation, kase: Case, given: CardGiven): Facts {
  const about = aboutOf(kase, obligation.subject, given.recipient.unit);
  const fixed = known(
    Object.fromEntries(Object.entries(obligation.facts).map(([key, value]) => [key, sayFact(value, given.now)])),
  );
  return {
    ...fixed,
    urgentText: isYes(kase.form.urgent) ? URGENT : '',
    ...itemFacts(kase, given),
    ...eventDay(obligation, kase, given),
    ...unitFacts(kase, about),
    ...promiseItem(obligation, kase, about),
    ...resultFacts(obligation.text, kase, about, given),
    ...peopleFacts(kase, given),
    ...dateFacts(obligation, kase, about, given),
    ...Object.fromEntries(Object.entries(fixed).filter(([name]) => WORDS_OF_EVENT.includes(name))),
    ...known({ reasonKind: REASON_KIND[fixed.reasonKind ?? ''] }),
  };
}

/** Said once, with the event: the case may hold newer ones of the same name. */
const WORDS_OF_EVENT = ['reason', 'finding', 'text', 'next', 'level', 'form', 'to', 'verifiers', 'class', 'classText'];

function itemFacts(kase: Case, given: CardGiven): Facts {
  const suggestions = suggestionsOf(kase.form).length;
  const firstRule = given.rules.clocks[isOpinion(kase) ? 'S-01' : 'C-03'];
  return known({
    title: kase.title,
    serialNo: kase.serialNo ?? undefined,
    sqNo: kase.serialNo ?? undefined,
    no: (isOpinion(kase) ? kase.serialNo : kase.publicNo) ?? kase.serialNo ?? undefined,
    issue: kase.publicNo?.replace(/^0+/, ''),
    number: itemNumber(kase),
    item: itemName(kase),
    termMeeting: given.rules.termMeeting,
    kind: PROPOSAL_KIND[formText(kase.form, 'kind')] ?? defaultKind(kase),
    days: firstRule ? String(firstRule.amount) : undefined,
    items: suggestions > 1 ? `1—${suggestions}` : suggestions === 1 ? '1' : undefined,
    reason: reasonFor(kase, given),
    year: String(yearOf(civilDate(given.now))),
    today: sayDay(civilDate(given.now), given.now),
    to: firstText(kase.edited, 'to'),
  });
}

/** Texts whose date or time is that of the event itself; in all others it is an appointment, told with the event. */
function eventDay({ text, dueAt }: Obligation, kase: Case, { now }: CardGiven): Facts {
  if (text === 'G-94' || text === 'G-114') return { date: sayDay(civilDate(dueAt), now) };
  if (text !== 'G-01') return {};
  const submitted = kase.clocks.findLast(({ ruleId }) => ruleId === 'C-03')?.startAt;
  return { time: formatInstant(submitted ?? dueAt) };
}

const defaultKind = (kase: Case): string | undefined => PROPOSAL_KIND[kase.authors.length > 1 ? 'joint' : 'individual'];

/** While a second handling runs the item's reason may hold the member's own words: units are not told them (decision 27). */
const reasonFor = (kase: Case, given: CardGiven): string | undefined =>
  given.recipient.unit && (kase.feedbacks.length > 0 || kase.state === 'rehandling') ? undefined : kase.reason?.text;

function unitFacts(kase: Case, { assignment }: About): Facts {
  const open = kase.assignments.filter(isOpenAssignment);
  const co = open.filter(({ kind }) => kind === 'co');
  const reported = co.filter(({ state }) => state === 'opinionGiven' || state === 'done');
  const missing = co.length - reported.length;
  return known({
    unit: assignment?.unitName,
    newUnit: assignment?.unitName,
    coUnit: assignment?.kind === 'co' ? assignment.unitName : unitNames(co),
    items: assignment?.suggestions?.join('、'),
    reason: assignment?.extension?.reason,
    role: assignment ? ROLE_OF_UNIT[assignment.kind] : undefined,
    host: unitNames(open.filter(({ kind }) => kind !== 'co')),
    co: unitNames(co),
    coUnits: unitNames(co),
    a: co.length > 0 ? String(reported.length) : undefined,
    b: co.length > 0 ? String(missing) : undefined,
    c: co.length === 0 ? MET.noCo : missing === 0 ? MET.allIn : MET.missing.replace('{n}', String(missing)),
    k: promiseCount(kase, lastReply(assignment)?.form),
  });
}

/** A card or notice on one promise names it. */
const promiseItem = ({ subject }: Obligation, kase: Case, { commitment }: About): Facts =>
  commitment && commitment.id === subject
    ? { item: words('item.promise', { item: itemName(kase), commitment: commitment.measure }) }
    : {};

/** Before the reply is issued its promises are in its form only, afterwards in the case. */
function promiseCount(kase: Case, form: Record<string, unknown> | undefined): string {
  const listed = form?.commitments;
  return String(Array.isArray(listed) ? listed.length : kase.commitments.length);
}

function peopleFacts(kase: Case, given: CardGiven): Facts {
  const { directory, recipient } = given;
  const holder = (role: 'inspector' | 'leader' | 'viceChair') => directory.byRole(role)[0];
  const nameOf = (role: 'inspector' | 'leader' | 'viceChair') => {
    const person = holder(role);
    return person ? directory.personName(person) : undefined;
  };
  return known({
    // A member's text that goes to staff (who telephones) still names the member.
    name: kase.authors.some(({ person }) => person === recipient.id)
      ? recipient.name
      : firstAuthor(kase, given) || recipient.name,
    author: authorNames(kase, given),
    proposer: firstAuthor(kase, given),
    inviter: firstAuthor(kase, given),
    inspector: nameOf('inspector'),
    leader: nameOf('leader'),
    viceChair: nameOf('viceChair'),
    contact: given.rules.officePhone ? `${FALLBACK.contact} ${given.rules.officePhone}` : undefined,
  });
}

function dateFacts(obligation: Obligation, kase: Case, about: About, given: CardGiven): Facts {
  const { now, rules } = given;
  const today = civilDate(now);
  const named = Object.entries(datesOf(kase, about)).map(([name, date]) => [name, sayDay(date, now)] as const);
  const clock = clockOfObligation(obligation, kase, about);
  if (!clock) return Object.fromEntries(named);
  const due = civilDate(clock.dueAt);
  const late = due < today;
  const mark = clock.provisional ? words('time.provisional') : '';
  const next = sayDay(nextStep(due, clock.ruleId, given), now);
  return known({
    ...Object.fromEntries(named),
    due: late ? next : `${sayDay(due, now)}${mark}`,
    dueDate: `${sayDay(due, now)}${mark}`,
    deadline: formatInstant(clock.dueAt),
    newDate: next,
    newDue: `${sayDay(about.assignment?.extension?.newDue ?? due, now)}${mark}`,
    ...extensionFacts(kase, about, given),
    left: sayLeft(due, today, rules.calendar),
    leftPhrase: sayLeftPhrase(due, today, rules.calendar),
    n: String(Math.abs(late ? workingDaysBetween(due, today, rules.calendar) : daysBetween(today, due))),
  });
}

/** After the due date people are given until the next step of the ladder (C.4), at least the next working day. */
function nextStep(due: string, ruleId: string, { rules, now }: CardGiven): string {
  const today = civilDate(now);
  const steps = (rules.clocks[ruleId]?.ladder ?? []).flatMap(({ when }) =>
    when.kind === 'workingDaysAfter' ? [addWorkingDays(due, when.days, rules.calendar)] : [],
  );
  return steps.toSorted().find((day) => day > today) ?? addWorkingDays(today, 1, rules.calendar);
}

/** C-13: the latest moment to ask, so many working days before the reply is due. */
function extensionFacts(kase: Case, about: About, { rules, now }: CardGiven): Record<string, string> {
  const latest = rules.clocks['C-13'];
  const reply = datesOf(kase, about).replyDue;
  if (!latest || !reply) return {};
  const day =
    latest.unit === 'workingDay'
      ? addWorkingDays(reply, -latest.amount, rules.calendar)
      : addDays(reply, -latest.amount);
  const extDue = sayDay(day, now);
  return { extDue, extension: day >= civilDate(now) ? fill(EXTENSION, { extDue }, 'G-18') : '' };
}
