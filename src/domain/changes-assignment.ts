/** Changes of assigning, returning, meeting, extending. */
import type { Assignment, AssignmentKind, Case, MeetingStage } from './case.ts';
import { addFlag, type Change, dropFlag, ownAssignment } from './change.ts';
import { extendClock } from './clocks.ts';
import { actorOf, type Context, dataOf, isYes, textOf } from './context.ts';
import { wantedUnits } from './guards-assignment.ts';
import { isLive, subjectOf } from './subjects.ts';

const KINDS: readonly string[] = ['sole', 'branch', 'host', 'co'];
const asKind = (kind: string, fallback: AssignmentKind): AssignmentKind =>
  KINDS.includes(kind) ? (kind as AssignmentKind) : fallback;

function newAssignment(ctx: Context, unit: string, kind: AssignmentKind, suggestions: number[] = []): Assignment {
  return {
    id: ctx.given.newId(),
    unit,
    unitName: ctx.given.directory.unitName(unit),
    kind,
    state: 'pendingReceipt',
    round: 1,
    assignedAt: ctx.given.now,
    returns: 0,
    settled: false,
    meetings: [],
    progress: [],
    replies: [],
    ...(suggestions.length > 0 ? { suggestions } : {}),
  };
}

const addMeeting =
  (stage: MeetingStage): Change =>
  (next, ctx) => {
    const id = ctx.given.newId();
    const meeting = { id, stage, form: { ...dataOf(ctx) }, recordedBy: actorOf(ctx).id, recordedAt: ctx.given.now };
    ownAssignment(next, ctx).meetings.push({ ...meeting, confirm: 'pending' });
    return [id];
  };

const answerMeeting =
  (confirm: 'confirmed' | 'denied' | 'toCorrect'): Change =>
  (next, ctx) => {
    const meeting = subjectOf(next, ctx.subject.id)?.meeting;
    if (meeting) meeting.confirm = confirm;
    if (meeting && confirm === 'toCorrect') meeting.form.correction = textOf(dataOf(ctx).text);
    return undefined;
  };

/** The new unit takes over what the old one was asked; how often it was returned goes with it (event 24). */
function replaceAssignment(next: Case, ctx: Context): string[] {
  const old = ownAssignment(next, ctx);
  const fresh = newAssignment(
    ctx,
    textOf(dataOf(ctx).newUnit),
    asKind(textOf(dataOf(ctx).kind), old.kind),
    old.suggestions,
  );
  next.assignments.push({ ...fresh, returns: old.returns });
  return [fresh.id];
}

export const assignmentChanges = {
  addAssignments: (next, ctx) => {
    const fresh = wantedUnits(ctx).map((one) =>
      newAssignment(ctx, one.unit, asKind(one.kind, 'sole'), one.suggestions),
    );
    next.assignments.push(...fresh);
    return fresh.map(({ id }) => id);
  },
  addReferral: (next, ctx) => {
    const fresh = newAssignment(ctx, textOf(dataOf(ctx).unit), 'sole');
    next.assignments.push(fresh);
    return ['', fresh.id];
  },
  planUnits: (next, ctx) => {
    next.edited = { ...next.edited, plannedAssignments: wantedUnits(ctx) };
    return undefined;
  },
  markReceived: (next, ctx) => {
    const own = ownAssignment(next, ctx);
    own.receivedAt ??= ctx.given.now;
    return undefined;
  },
  suggestUnits: (next, ctx) => {
    addFlag(next, `suggested:${ctx.subject.id}`);
    next.edited = { ...next.edited, [`suggestedUnits:${ctx.subject.id}`]: dataOf(ctx).suggestedUnits };
    return undefined;
  },
  decideSuggested: (next, ctx) => {
    dropFlag(next, `suggested:${ctx.subject.id}`);
    if (!isYes(dataOf(ctx).granted)) return undefined;
    const fresh = newAssignment(ctx, textOf(dataOf(ctx).unit), asKind(textOf(dataOf(ctx).kind), 'co'));
    next.assignments.push(fresh);
    return [fresh.id];
  },
  countReturn: (next, ctx) => {
    ownAssignment(next, ctx).returns += 1;
    return undefined;
  },
  replaceAssignment,
  markArbitrated: (next, ctx) => {
    addFlag(next, `arbitrated:${ctx.subject.id}`);
    return undefined;
  },
  voidAssignments: (next) => {
    for (const assignment of next.assignments.filter(isLive)) assignment.state = 'voided';
    return undefined;
  },
  addMeetingBefore: addMeeting('before'),
  addMeetingDuring: addMeeting('during'),
  addMeetingAfter: addMeeting('after'),
  confirmMeeting: answerMeeting('confirmed'),
  denyMeeting: answerMeeting('denied'),
  correctMeeting: answerMeeting('toCorrect'),
  markPlan: (next, ctx) => {
    addFlag(next, `plan:${ctx.subject.id}`);
    return undefined;
  },
  addProgress: (next, ctx) => {
    const { text, next: step } = dataOf(ctx);
    const note = { at: ctx.given.now, by: actorOf(ctx).id, text: textOf(text), next: textOf(step) };
    ownAssignment(next, ctx).progress.push(note);
    return undefined;
  },
  /** The unit's answer to a referred report: kept with its assignment, which is done by it. */
  addAnswer: (next, ctx) => {
    const own = next.assignments.find(({ unit, state }) => unit === actorOf(ctx).unit && state !== 'done');
    own?.progress.push({ at: ctx.given.now, by: actorOf(ctx).id, text: textOf(dataOf(ctx).text), next: '' });
    if (own) own.state = 'done';
    return undefined;
  },
  askExtension: (next, ctx) => {
    const { newDue, reason, clock } = dataOf(ctx);
    const ruleId = textOf(clock) || 'C-10';
    ownAssignment(next, ctx).extension = { ruleId, newDue: textOf(newDue), reason: textOf(reason) };
    return undefined;
  },
  /** The limit moves and the reminders are rebuilt before the new end. */
  grantExtension: (next, ctx) => {
    const own = ownAssignment(next, ctx);
    const { extension, id } = own;
    next.clocks = next.clocks.map((clock) => {
      const rule = ctx.given.rules.clocks[clock.ruleId];
      if (!rule || !extension || clock.stoppedAt || clock.ruleId !== extension.ruleId || clock.subject !== id)
        return clock;
      return extendClock(clock, extension.newDue, extension.reason, {
        rule,
        rules: ctx.given.rules,
        at: ctx.given.now,
      });
    });
    addFlag(next, `extended:${id}`);
    delete own.extension;
    return undefined;
  },
  dropExtension: (next, ctx) => {
    delete ownAssignment(next, ctx).extension;
    return undefined;
  },
  markOpinionReturned: (next, ctx) => {
    addFlag(next, `opinionReturned:${ctx.subject.id}`);
    return undefined;
  },
} satisfies Record<string, Change>;
