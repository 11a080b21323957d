/** Guards of replying, rating and settling. */
import type { Assignment, Feedback, Mark, ResultClass } from './case.ts';
import { addMonths, civilDate, isCivilDate } from './civil-date.ts';
import { actorOf, type Context, dataOf, isBlank, isOver, isYes, listOf, recordOf, textOf } from './context.ts';
import { type Facts, type Guard, given, holds, onCase, onData } from './guard.ts';
import { meetingOf } from './guards-assignment.ts';
import { headMustSign } from './signer.ts';
import { isLive } from './subjects.ts';

const CLASSES: readonly string[] = ['A', 'B', 'C', 'D'];
const MARKS: Readonly<Record<string, Mark>> = {
  satisfied: 'satisfied',
  basicallySatisfied: 'basicallySatisfied',
  dissatisfied: 'dissatisfied',
  满意: 'satisfied',
  基本满意: 'basicallySatisfied',
  不满意: 'dissatisfied',
};

export const markOf = (value: unknown): Mark | undefined => MARKS[textOf(value)];
export const classOf = (value: unknown): ResultClass | undefined =>
  CLASSES.includes(textOf(value)) ? (textOf(value) as ResultClass) : undefined;

/** The reply as it would be saved: the draft and what was filled in now. */
export const replyForm = (ctx: Context): Record<string, unknown> => ({
  ...ctx.subject.assignment?.replyDraft,
  ...dataOf(ctx),
});

/** Class B is a promise: each with measure and a date that lies ahead, within the rule pack's months (D.3). */
function promiseGap(form: Readonly<Record<string, unknown>>, ctx: Context): Facts | null {
  if (textOf(form.resultClass) !== 'B') return null;
  const today = civilDate(ctx.given.now);
  const latest = addMonths(today, ctx.given.rules.commitmentMaxMonths);
  const commitments = listOf(form.commitments).map(recordOf);
  if (commitments.length === 0) return { missing: 'commitments', latest };
  const bad = commitments.findIndex(({ measure, dueOn }) => {
    const date = textOf(dueOn);
    return textOf(measure) === '' || !isCivilDate(date) || date <= today || date > latest;
  });
  return bad < 0 ? null : { commitment: String(bad + 1), dueOn: textOf(commitments[bad]?.dueOn), latest };
}

const ratingsNow = (ctx: Context): Feedback[] =>
  ctx.kase.feedbacks.filter((one) => one.assignment === ctx.subject.id && one.round === ctx.subject.assignment?.round);

const isDissatisfied = (one: Feedback): boolean =>
  one.attitudeMark === 'dissatisfied' || one.resultMark === 'dissatisfied';

/** The first proposer's word decides; with `raters: all` also a third or more of them (B.1.5). */
export function dissatisfaction(ctx: Context): boolean {
  const ratings = ratingsNow(ctx);
  const first = ctx.kase.authors.find((author) => author.role === 'first')?.person;
  const bad = ratings.filter(isDissatisfied);
  if (bad.some((one) => one.rater === first)) return true;
  return ctx.given.rules.raters === 'all' && bad.length > 0 && bad.length * 3 >= ratings.length;
}

const raters = (ctx: Context): string[] =>
  ctx.kase.authors
    .filter(({ role }) => role === 'first' || (role === 'coSigner' && ctx.given.rules.raters === 'all'))
    .map(({ person }) => person);

export const feedbackComplete = (ctx: Context): boolean =>
  raters(ctx).every((person) => ratingsNow(ctx).some((one) => one.rater === person));

const unmet = (one: Assignment): string[] => (['before', 'during'] as const).filter((stage) => !meetingOf(one, stage));

const resultClass = (ctx: Context): string => ctx.subject.assignment?.resultClass ?? '';
const isClass = (...classes: readonly string[]): Guard =>
  onCase((ctx) => holds(classes.includes(resultClass(ctx)), { class: resultClass(ctx) }));

export const replyGuards = {
  classGiven: onData((ctx) => holds(classOf(replyForm(ctx).resultClass) !== undefined, { missing: 'resultClass' })),
  classBPromised: onData((ctx) => promiseGap(replyForm(ctx), ctx)),
  headSigns: onCase((ctx) => {
    const headSigns = headMustSign(ctx.kase, ctx.subject.assignment);
    return holds(!headSigns || actorOf(ctx).roles.includes('unitHead'), { signer: 'unitHead' });
  }),
  meetingsDone: onData((ctx) => {
    const missing = ctx.subject.assignment ? unmet(ctx.subject.assignment) : [];
    const waived = [...textOf(replyForm(ctx).waiverReason)].length >= ctx.given.rules.reasonMinChars;
    return holds(missing.length === 0 || waived, { stages: missing.join(','), waiver: 'waiverReason' });
  }),
  keyPlanIn: onCase((ctx) =>
    holds(!ctx.kase.flags.includes('isKey') || ctx.kase.flags.includes(`plan:${ctx.subject.id}`)),
  ),
  coOpinionsIn: onCase((ctx) => {
    if (ctx.subject.assignment?.kind !== 'host') return null;
    // A co unit whose limit is over is late; the host need not wait for it.
    const waiting = ctx.kase.assignments.filter(
      (one) =>
        one.kind === 'co' &&
        isLive(one) &&
        one.state !== 'opinionGiven' &&
        !isOver(ctx.kase, 'C-11', one.id, ctx.given.now),
    );
    return holds(waiting.length === 0, { units: waiting.map((one) => one.unitName).join('、') });
  }),
  mayRate: onCase((ctx) => {
    const rater = actorOf(ctx).onBehalfOf ?? actorOf(ctx).id;
    const already = ratingsNow(ctx).some((one) => one.rater === rater);
    return holds(raters(ctx).includes(rater) && !already && !ctx.subject.assignment?.settled, {
      round: String(ctx.subject.assignment?.round ?? 1),
      rated: String(already),
    });
  }),
  feedbackForm: onData((ctx) => {
    const data = dataOf(ctx);
    const marks = [markOf(data.attitudeMark), markOf(data.resultMark)];
    if (marks.includes(undefined)) return { missing: 'attitudeMark,resultMark' };
    const short = [...textOf(data.reason)].length < ctx.given.rules.reasonMinChars;
    if (marks.includes('dissatisfied') && short)
      return { missing: 'reason', min: String(ctx.given.rules.reasonMinChars) };
    return holds(actorOf(ctx).onBehalfOf === undefined || !isBlank(data.photo), { missing: 'photo' });
  }),
  notRated: onCase((ctx) => holds(ratingsNow(ctx).length === 0)),
  firstRound: onCase((ctx) => holds((ctx.subject.assignment?.round ?? 1) === 1)),
  isDissatisfied: onCase((ctx) => holds(dissatisfaction(ctx))),
  noDissatisfaction: onCase((ctx) => holds(!dissatisfaction(ctx), { open: 'dissatisfaction' })),
  memberAgrees: onData((ctx) => holds(isYes(dataOf(ctx).agreed), { missing: 'agreed' })),
  reasonKind: given('reasonKind'),
  feedbackInOrOver: onCase((ctx) =>
    holds(feedbackComplete(ctx) || isOver(ctx.kase, 'C-18', ctx.subject.id, ctx.given.now), { clock: 'C-18' }),
  ),
  mayGiveUp: onData((ctx) => {
    const { id, assignment } = ctx.subject;
    const talked = ctx.kase.flags.includes(`faceToFace:${id}`) || isOver(ctx.kase, 'C-20', id, ctx.given.now);
    return holds((assignment?.round ?? 1) >= 2 ? talked : isYes(dataOf(ctx).noSecondHandling), { clock: 'C-20' });
  }),
  isClassA: isClass('A'),
  isClassB: isClass('B'),
  isClassCD: isClass('C', 'D'),
  newClass: onData((ctx) => {
    const wanted = classOf(dataOf(ctx).resultClass);
    return holds(wanted !== undefined && wanted !== resultClass(ctx), { class: resultClass(ctx) });
  }),
  explained: onData((ctx) => holds(isYes(dataOf(ctx).accepted ?? true), { missing: 'accepted' })),
  supplementedOnce: onCase((ctx) =>
    holds(!ctx.kase.flags.includes(`supplemented:${ctx.subject.id}.${ctx.subject.assignment?.round}`)),
  ),
  afterMeeting: onCase((ctx) =>
    holds(ctx.subject.assignment !== undefined && meetingOf(ctx.subject.assignment, 'after') !== undefined),
  ),
} satisfies Record<string, Guard>;
