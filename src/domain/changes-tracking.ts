/** Changes of promises and verification. */
import type { Case, Commitment, Verification } from './case.ts';
import { addFlag, type Change, ownAssignment } from './change.ts';
import { actorOf, type Context, dataOf, lastClock, listOf, textOf } from './context.ts';
import { commitmentsOf, subjectOf } from './subjects.ts';

function ownCommitment(next: Case, ctx: Context): Commitment {
  const own = subjectOf(next, ctx.subject.id)?.commitment;
  if (!own) throw new Error(`changes: ${ctx.row.event} on case ${next.id} needs a commitment, got '${ctx.subject.id}'`);
  return own;
}

/** The pending check of this reply or promise, made when there is none. */
function checkOf(next: Case, ctx: Context): Verification {
  const { assignment, commitment, id } = ctx.subject;
  const pending = next.verifications.find(
    (one) => one.result === 'pending' && (one.commitment ?? one.assignment) === id,
  );
  if (pending) return pending;
  const fresh: Verification = {
    id: ctx.given.newId(),
    assignment: assignment?.id ?? '',
    ...(commitment ? { commitment: commitment.id } : {}),
    form: {},
    signers: [],
    result: 'pending',
    at: ctx.given.now,
  };
  next.verifications.push(fresh);
  return fresh;
}

/** The second signer's answers never overwrite the first one's. */
function sign(next: Case, ctx: Context): undefined {
  const check = checkOf(next, ctx);
  check.form = { ...dataOf(ctx), ...check.form };
  if (!check.signers.includes(actorOf(ctx).id)) check.signers.push(actorOf(ctx).id);
  check.at = ctx.given.now;
  return undefined;
}

/** Crossed off, with its number; the assignment is done when nothing of it is open or to verify. */
function pass(next: Case, ctx: Context): undefined {
  const check = checkOf(next, ctx);
  check.result = 'passed';
  const number = ctx.given.numbers.crossOffNo;
  if (!number) throw new Error(`changes: verifyPass on case ${next.id} needs numbers.crossOffNo, none was reserved`);
  check.crossOffNo = number;
  const own = ownAssignment(next, ctx);
  const left = commitmentsOf(next, own.id).some(({ state }) => state === 'open' || state === 'claimed');
  if (own.settled && !left) own.state = 'done';
  return undefined;
}

export const trackingChanges = {
  addEvidence: (next, ctx) => {
    const { text, evidence, files } = dataOf(ctx);
    const words = textOf(text) || textOf(evidence);
    ownCommitment(next, ctx).evidence.push({
      at: ctx.given.now,
      by: actorOf(ctx).id,
      text: words,
      files: listOf(files).map(String),
    });
    return undefined;
  },
  markMissed: (next, ctx) => {
    ownCommitment(next, ctx).missed = true;
    return undefined;
  },
  breachToC: (next, ctx) => {
    const own = ownAssignment(next, ctx);
    own.round += 1;
    own.resultClass = 'C';
    own.settled = false;
    delete own.settledAs;
    // The author is asked again about the whole reply, so the clock belongs to it, not to the promise.
    return [own.id, ctx.subject.id];
  },
  sign,
  pass,
  fail: (next, ctx) => {
    sign(next, ctx);
    checkOf(next, ctx).result = 'failed';
    return undefined;
  },
  resettleA: (next, ctx) => {
    const own = ownAssignment(next, ctx);
    own.round -= 1;
    own.settled = true;
    own.settledAs = 'A';
    return undefined;
  },
  markRechecked: (next, ctx) => {
    addFlag(next, `rechecked:${ctx.subject.id}.${lastClock(ctx.kase, 'C-25', ctx.subject.id)?.ordinal ?? 0}`);
    return undefined;
  },
  markCarried: (next, ctx) => {
    addFlag(next, `carried:${ctx.given.now.getUTCFullYear()}`);
    return undefined;
  },
} satisfies Record<string, Change>;
