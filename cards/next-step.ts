/** In which order a reader is offered what he may do, and which of it waits for him. */
import type { Case, Clock, MeetingStage } from '../src/domain/case.ts';
import { kindOf } from '../src/domain/kinds/kinds.ts';
import type { AllowedAction } from './card-given.ts';

/** Possible, but not what is expected next: sending back, refusing, giving up, telling in between. */
const SIDE_STEPS: ReadonlySet<string> = new Set([
  'withdraw',
  'returnForRevision',
  'returnForFacts',
  'sendBack',
  'keep',
  'refuse',
  'requestReturn',
  'rejectReturn',
  'denyMeeting',
  'correctMeeting',
  'reportProgress',
  'returnCoOpinion',
  'returnReply',
  'changeClass',
  'explainBreach',
  'verifyFail',
]);

/** Steps of the unit on the way to an end that only the office can set: the row that stops C-10 is 答复发出. */
const LEADS_TO: Readonly<Record<string, readonly string[]>> = {
  draftReply: ['C-10'],
  submitReply: ['C-10'],
  reReply: ['C-19'],
  approve: ['S-04'],
};

const STAGE_OF: Readonly<Record<string, MeetingStage>> = {
  recordMeetingBefore: 'before',
  recordMeetingDuring: 'during',
  recordMeetingAfter: 'after',
};

/** Actions on the part the card speaks of come first, the ordinary step before the others. */
export const inOrder = (actions: readonly AllowedAction[], subject: string): readonly AllowedAction[] =>
  actions.toSorted(
    (a, b) => Number(b.subject === subject) - Number(a.subject === subject) || sideStep(a) - sideStep(b),
  );

const sideStep = ({ event }: AllowedAction): number => Number(SIDE_STEPS.has(event));

/** Without the meetings that are confirmed or wait for the proposer's word: they need not be recorded again. */
export const stillToDo = (kase: Case, actions: readonly AllowedAction[]): readonly AllowedAction[] =>
  actions.filter(({ event, subject }) => {
    const stage = STAGE_OF[event];
    const meetings = kase.assignments.find(({ id }) => id === subject)?.meetings ?? [];
    return !stage || !meetings.some((one) => one.stage === stage && ['confirmed', 'pending'].includes(one.confirm));
  });

export interface Task {
  readonly action: AllowedAction;
  readonly due: Date | null;
}

/**
 * The ordinary action that ends the clock due first; without such a clock the first ordinary one of the table.
 * Null when only side steps are possible: they wait for nobody.
 */
export function nextTask(kase: Case, actions: readonly AllowedAction[]): Task | null {
  const ordinary = stillToDo(kase, actions).filter((action) => sideStep(action) === 0);
  const tasks = ordinary.map((action): Task => ({ action, due: dueBy(kase, action) }));
  const byDue = (a: Task, b: Task) => (a.due?.getTime() ?? Infinity) - (b.due?.getTime() ?? Infinity) || 0;
  return tasks.toSorted(byDue)[0] ?? null;
}

/** The day of the clock that this action ends, of its own part before one of the whole item. */
function dueBy(kase: Case, { event, subject }: AllowedAction): Date | null {
  const rows = kindOf(kase.kind)?.rows.filter((row) => row.event === event) ?? [];
  const ended = [...rows.flatMap(({ stop }) => stop), ...(LEADS_TO[event] ?? [])];
  const subjects = [subject, ...partsAround(kase, subject), ''];
  const running = kase.clocks.filter(
    (clock) => !clock.stoppedAt && ended.includes(clock.ruleId) && subjects.includes(clock.subject),
  );
  const rank = (clock: Clock) => subjects.indexOf(clock.subject);
  return running.toSorted((a, b) => rank(a) - rank(b) || a.dueAt.getTime() - b.dueAt.getTime())[0]?.dueAt ?? null;
}

/** The assignment that a promise or a meeting belongs to. */
const partsAround = (kase: Case, subject: string): readonly string[] =>
  kase.assignments
    .filter(
      ({ id, meetings }) =>
        meetings.some((meeting) => meeting.id === subject) ||
        kase.commitments.some((commitment) => commitment.id === subject && commitment.assignment === id),
    )
    .map(({ id }) => id);
