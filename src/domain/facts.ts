/**
 * Small facts that are fixed when somebody must be told: numbers, dates, names. Never marks or words of a
 * rating (decision 27): only what is listed here gets in, whatever was filled in.
 */
import type { Case, Clock } from './case.ts';
import { civilDate, daysBetween, yearOf } from './civil-date.ts';
import type { Given } from './command.ts';
import { type Context, dataOf, lastClock, listOf, textOf } from './context.ts';
import { assignmentOf, commitmentsOf, isLive, subjectOf } from './subjects.ts';

const KIND_LABELS: Readonly<Record<string, string>> = { sole: '单办', branch: '分办', host: '主办', co: '会办' };
const STAGE_LABELS: Readonly<Record<string, string>> = { before: '办前', during: '办中', after: '办后' };
/** Fact by clock: the date a text of section G asks for. */
const CLOCK_FACTS: Readonly<Record<string, string>> = {
  receiptDue: 'C-07',
  returnDue: 'C-08',
  meetDue: 'C-09',
  replyDue: 'C-10',
  coDue: 'C-11',
  feedbackDue: 'C-18',
};

const compact = (facts: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).filter((pair): pair is [string, string] => Boolean(pair[1])));

const unitNames = (kase: Case, kinds: readonly string[]): string =>
  kase.assignments
    .filter((one) => isLive(one) && kinds.includes(one.kind))
    .map(({ unitName }) => unitName)
    .join('、');

export function itemFacts(kase: Case, given: Given): Record<string, string> {
  const first = kase.authors.find(({ role }) => role === 'first');
  return compact({
    title: kase.title,
    no: kase.publicNo ?? undefined,
    serialNo: kase.serialNo ?? undefined,
    name: first?.name,
    author: first?.name,
    termMeeting: given.rules.termMeeting,
    year: String(yearOf(civilDate(given.now))),
    host: unitNames(kase, ['sole', 'branch', 'host']),
    coUnits: unitNames(kase, ['co']),
  });
}

export function partFacts(kase: Case, subject: string, given: Given): Record<string, string> {
  const part = subjectOf(kase, subject);
  const own = part?.assignment;
  if (!own) return dueFacts(kase, '');
  const resultClass = own.resultClass;
  return compact({
    ...dueFacts(kase, own.id),
    unit: part.commitment ? given.directory.unitName(part.commitment.unit) : own.unitName,
    role: KIND_LABELS[own.kind],
    round: String(own.round),
    class: resultClass,
    classText: resultClass && given.rules.classTexts[resultClass],
    k: String(commitmentsOf(kase, own.id).length || listOf(own.replyDraft?.commitments).length || ''),
    commitment: part.commitment?.measure,
    dueOn: part.commitment?.dueOn,
    stage: part.meeting && STAGE_LABELS[part.meeting.stage],
    date: part.meeting && textOf(part.meeting.form.at).slice(0, 10),
    place: part.meeting && textOf(part.meeting.form.place),
  });
}

function dueFacts(kase: Case, subject: string): Record<string, string> {
  const dues = Object.entries(CLOCK_FACTS).map(([fact, ruleId]) => {
    const due = lastClock(kase, ruleId, subject)?.dueAt;
    return [fact, due && civilDate(due)] as const;
  });
  return compact(Object.fromEntries(dues));
}

/** Words that may be passed on, by the guard that asked for them; a rating has none of these. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  reason: ['reason', 'reasonCode'],
  finding: ['finding'],
  progressForm: ['text', 'next'],
  reasonKind: ['reasonKind'],
  whatIsWrong: ['text'],
  adoptionForm: ['level', 'form'],
  outcomeForm: ['level'],
  receiversNamed: ['to'],
};

/** What the event itself has to say. */
export function eventFacts(next: Case, ctx: Context): Record<string, string> {
  const data = dataOf(ctx);
  const words = ctx.row.guards
    .flatMap((guard) => WORDS[guard] ?? [])
    .map((field) => [field, textOf(data[field])] as const);
  const started = next.clocks.findLast(
    (clock) => clock.startAt === ctx.given.now && ctx.row.start.some((token) => token.startsWith(clock.ruleId)),
  );
  return compact({
    event: ctx.row.event,
    label: ctx.row.label,
    ...Object.fromEntries(words),
    due: started && civilDate(started.dueAt),
    days: started && String(ctx.given.rules.clocks[started.ruleId]?.amount ?? ''),
    verifiers: verifiers(next, ctx),
  });
}

function verifiers(next: Case, ctx: Context): string | undefined {
  const check = next.verifications.findLast((one) => (one.commitment ?? one.assignment) === ctx.subject.id);
  return ctx.row.recusal ? check?.signers.map(ctx.given.directory.personName).join('、') : undefined;
}

/** For a reminder: how long is left, or how long it is over. */
export function clockFacts(kase: Case, clock: Clock, given: Given): Record<string, string> {
  const left = daysBetween(civilDate(given.now), civilDate(clock.dueAt));
  const owner = assignmentOf(kase, clock.subject);
  return compact({
    due: civilDate(clock.dueAt),
    left: left > 0 ? `${left}天` : '',
    overdue: left < 0 ? `${-left}` : '',
    clock: given.rules.clocks[clock.ruleId]?.label,
    provisional: clock.provisional ? '暂定' : '',
    unit: owner?.unitName,
  });
}
