/** Changes of replying, rating and settling. */
import type { Assignment, Case, Mark } from './case.ts';
import { addFlag, type Change, ownAssignment } from './change.ts';
import { actorOf, type Context, dataOf, listOf, recordOf, textOf } from './context.ts';
import { classOf, markOf, replyForm } from './guards-reply.ts';
import { commitmentsOf } from './subjects.ts';

/** Result decides; both marks good make it good (D.4). */
function overall(attitude: Mark, result: Mark): Mark {
  if (result === 'dissatisfied') return 'dissatisfied';
  return attitude === 'satisfied' && result === 'satisfied' ? 'satisfied' : 'basicallySatisfied';
}

function putReply(next: Case, ctx: Context): undefined {
  const own = ownAssignment(next, ctx);
  const form = replyForm(ctx);
  const resultClass = classOf(form.resultClass);
  if (!resultClass)
    throw new Error(`changes: reply on ${ctx.subject.id} has no result class; its guard must refuse that`);
  own.replyDraft = form;
  own.resultClass = resultClass;
  own.replies.push({ round: own.round, form, resultClass, signedBy: actorOf(ctx).id, submittedAt: ctx.given.now });
  return undefined;
}

/** Promises become parts of the case; those still open from an earlier round are replaced (event 36). */
function openCommitments(
  next: Case,
  own: Assignment,
  form: Readonly<Record<string, unknown>>,
  newId: () => string,
): void {
  if (own.resultClass !== 'B') return;
  const fresh = listOf(form.commitments).map((one) => {
    const { measure, person, dueOn, unit } = recordOf(one);
    return { measure: textOf(measure), person: textOf(person), dueOn: textOf(dueOn), unit: textOf(unit) || own.unit };
  });
  const kept = next.commitments.filter((one) => one.assignment !== own.id || one.state !== 'open');
  next.commitments = [
    ...kept,
    ...fresh.map((one) => ({
      ...one,
      id: newId(),
      assignment: own.id,
      state: 'open' as const,
      missed: false,
      evidence: [],
    })),
  ];
}

function addFeedback(next: Case, ctx: Context): undefined {
  const data = dataOf(ctx);
  const attitudeMark = markOf(data.attitudeMark);
  const resultMark = markOf(data.resultMark);
  if (!attitudeMark || !resultMark) throw new Error('changes: feedback without marks; its guard must refuse that');
  next.feedbacks.push({
    assignment: ctx.subject.id,
    round: ownAssignment(next, ctx).round,
    rater: actorOf(ctx).onBehalfOf ?? actorOf(ctx).id,
    form: { ...data },
    attitudeMark,
    resultMark,
    overall: overall(attitudeMark, resultMark),
    at: ctx.given.now,
  });
  return undefined;
}

/** Settled; done too when no promise or check of it is left. */
const settle =
  (as: NonNullable<Assignment['settledAs']>): Change =>
  (next, ctx) => {
    const own = ownAssignment(next, ctx);
    own.settled = true;
    own.settledAs = as;
    const left = commitmentsOf(next, own.id).some(({ state }) => state === 'open' || state === 'claimed');
    if (as !== 'A' && !left) own.state = 'done';
    if (as === 'unsatisfied') addFlag(next, `unsatisfied:${own.id}`);
    return undefined;
  };

/** Back to work in the next round. `second` = a dissatisfaction, not a failed check. */
const rework =
  (second: boolean): Change =>
  (next, ctx) => {
    const own = ownAssignment(next, ctx);
    own.round += 1;
    own.settled = false;
    own.secondHandling = second;
    delete own.settledAs;
    return undefined;
  };

export const replyChanges = {
  saveDraft: (next, ctx) => {
    ownAssignment(next, ctx).replyDraft = { ...dataOf(ctx) };
    return undefined;
  },
  cosignReply: (next, ctx) => {
    addFlag(next, `cosigned:${ctx.subject.id}:${actorOf(ctx).unit ?? ''}`);
    return undefined;
  },
  putReply,
  issueReply: (next, ctx) => {
    const own = ownAssignment(next, ctx);
    const reply = own.replies.at(-1);
    if (!reply) throw new Error(`changes: no reply on ${own.id} to issue`);
    reply.issuedAt = ctx.given.now;
    reply.form = { ...reply.form, ...dataOf(ctx) };
    own.resultClass = reply.resultClass;
    own.secondHandling = false;
    delete own.replyDraft;
    openCommitments(next, own, reply.form, ctx.given.newId);
    return undefined;
  },
  addFeedback,
  secondHandling: rework(true),
  rectify: rework(false),
  markFaceToFace: (next, ctx) => {
    addFlag(next, `faceToFace:${ctx.subject.id}`);
    return undefined;
  },
  settleA: settle('A'),
  settleB: settle('B'),
  settleCD: settle('CD'),
  settleUnsatisfied: settle('unsatisfied'),
  setClass: (next, ctx) => {
    const own = ownAssignment(next, ctx);
    const resultClass = classOf(dataOf(ctx).resultClass);
    const reply = own.replies.at(-1);
    if (!resultClass || !reply) return undefined;
    own.resultClass = resultClass;
    reply.resultClass = resultClass;
    reply.form = { ...reply.form, ...dataOf(ctx) };
    if (reply.issuedAt) openCommitments(next, own, reply.form, ctx.given.newId);
    return undefined;
  },
  markSupplemented: (next, ctx) => {
    addFlag(next, `supplemented:${ctx.subject.id}.${ctx.subject.assignment?.round}`);
    return undefined;
  },
} satisfies Record<string, Change>;
