/** Guards of promises, verification and closing. */
import type { Verification } from './case.ts';
import { actorOf, type Context, dataOf, isBlank, isOver, isYes, lastClock, listOf, textOf } from './context.ts';
import { type Guard, given, holds, onCase, onData } from './guard.ts';
import { commitmentsOf } from './subjects.ts';

/** The check of this reply or promise that waits for its second signer. */
const pendingCheck = (ctx: Context): Verification | undefined =>
  ctx.kase.verifications.find(
    (one) => one.result === 'pending' && (one.commitment ?? one.assignment) === ctx.subject.id,
  );

const openPromises = (ctx: Context): number => ctx.kase.commitments.filter(({ state }) => state === 'open').length;
const isKept = (ctx: Context): boolean => isYes(dataOf(ctx).kept);
const signersWith = (ctx: Context): number => new Set([...(pendingCheck(ctx)?.signers ?? []), actorOf(ctx).id]).size;
const enough = (ctx: Context): boolean => signersWith(ctx) >= ctx.given.rules.verifySigners;

export const trackingGuards = {
  promiseListed: onCase((ctx) => {
    const listed = commitmentsOf(ctx.kase, ctx.subject.id).filter(
      ({ measure, unit, dueOn }) => measure && unit && dueOn,
    );
    return holds(listed.length > 0, { missing: 'commitments' });
  }),
  kept: onData((ctx) => holds(isKept(ctx))),
  notKeptYet: onData((ctx) => holds(!isKept(ctx))),
  evidence: onData((ctx) =>
    holds(listOf(dataOf(ctx).files).length > 0 || !isBlank(dataOf(ctx).evidence), { missing: 'files' }),
  ),
  secondReply: given('text'),
  notLastOpen: onCase((ctx) => holds(openPromises(ctx) > 1, { event: 'answerAgain' })),
  lastOpen: onCase((ctx) => holds(openPromises(ctx) === 1, { open: String(openPromises(ctx)) })),
  promiseOverdue: onCase((ctx) =>
    holds(isOver(ctx.kase, 'C-24', ctx.subject.id, ctx.given.now) && ctx.subject.commitment?.missed === false),
  ),
  settledA: onCase((ctx) => holds(ctx.subject.assignment?.settledAs === 'A')),
  checkForm: onData((ctx) => {
    const form = { ...pendingCheck(ctx)?.form, ...dataOf(ctx) };
    const missing = ['way', 'proposerView'].filter((field) => isBlank(form[field]));
    return holds(missing.length === 0, { missing: missing.join(',') });
  }),
  signsOnce: onCase((ctx) => holds(!pendingCheck(ctx)?.signers.includes(actorOf(ctx).id), { signer: actorOf(ctx).id })),
  moreSigners: onCase((ctx) => holds(!enough(ctx))),
  lastSigner: onCase((ctx) => holds(enough(ctx))),
  finding: onData((ctx) => {
    const chars = [...textOf(dataOf(ctx).finding)].length;
    return holds(chars >= ctx.given.rules.reasonMinChars, {
      min: String(ctx.given.rules.reasonMinChars),
      got: String(chars),
    });
  }),
  recheckOnce: onCase((ctx) => {
    const clock = lastClock(ctx.kase, 'C-25', ctx.subject.id);
    const asked = ctx.kase.flags.includes(`rechecked:${ctx.subject.id}.${clock?.ordinal ?? 0}`);
    return holds(clock !== undefined && clock.dueAt > ctx.given.now && !asked, { clock: 'C-25' });
  }),
  publicAgreed: onCase((ctx) => {
    const { isPublic } = ctx.kase.form;
    return holds(isPublic === undefined || isYes(isPublic), { missing: 'isPublic' });
  }),
  secrecyChecked: onData((ctx) => holds(isYes(dataOf(ctx).secrecyChecked), { missing: 'secrecyChecked' })),
  yearClosed: onData((ctx) => holds(isYes(dataOf(ctx).yearClosed ?? true), { missing: 'yearClosed' })),
} satisfies Record<string, Guard>;
