/** Conditions of rows. A guard answers null when it holds, else the facts that explain the refusal. */
import { actorOf, type Context, dataOf, isBlank, isOver, isYes, lastClock, listOf, textOf } from './context.ts';
import { type Guard, given, holds, onCase, onData } from './guard.ts';
import { assignmentGuards } from './guards-assignment.ts';
import { replyGuards } from './guards-reply.ts';
import { trackingGuards } from './guards-tracking.ts';

const ticked = (field: string): Guard => onData((ctx) => holds(isYes(dataOf(ctx)[field]), { missing: field }));

const notOver = (ruleId: string): Guard =>
  onCase((ctx) => {
    const subject = ctx.subject.type === 'item' ? '' : ctx.subject.id;
    const due = lastClock(ctx.kase, ruleId, subject)?.dueAt;
    return holds(!isOver(ctx.kase, ruleId, subject, ctx.given.now), { clock: ruleId, due: due?.toISOString() ?? '' });
  });

/** "From this state only when that clock is over." */
const waits = (state: string, ruleId: string): Guard =>
  onCase((ctx) => {
    if (ctx.kase.state !== state || isOver(ctx.kase, ruleId, '', ctx.given.now)) return null;
    return { clock: ruleId, due: lastClock(ctx.kase, ruleId, '')?.dueAt.toISOString() ?? '' };
  });

const filled = (ctx: Context): Record<string, unknown> => ({ ...ctx.kase.form, ...dataOf(ctx) });

const itemGuards = {
  reason: onData((ctx) => {
    const chars = [...textOf(dataOf(ctx).reason)].length;
    const min = ctx.given.rules.reasonMinChars;
    return holds(chars >= min, { min: String(min), got: String(chars) });
  }),
  requiredFields: onData((ctx) => {
    const form = filled(ctx);
    const missing = ctx.kind.required.filter((field) => isBlank(form[field]));
    return holds(missing.length === 0, { missing: missing.join(',') });
  }),
  noSecret: onData((ctx) => holds(isYes(filled(ctx).noSecret), { missing: 'noSecret' })),
  collectiveSigned: onData((ctx) => {
    const form = filled(ctx);
    const collective = textOf(form.kind).startsWith('集体');
    return holds(!collective || (!isBlank(form.signer) && !isBlank(form.sealImage)), { missing: 'signer,sealImage' });
  }),
  urgentReason: onData((ctx) => {
    const form = filled(ctx);
    return holds(!isYes(form.urgent) || !isBlank(form.urgentReason), { missing: 'urgentReason' });
  }),
  classified: onData((ctx) => holds(!isBlank(filled(ctx).category), { missing: 'category' })),
  behalfNamed: onCase((ctx) => {
    const { roles, onBehalfOf } = actorOf(ctx);
    const writesHimself = roles.some(
      (role) => role !== 'proposalStaff' && role !== 'infoEditor' && ctx.row.by.includes(role),
    );
    return holds(writesHimself || onBehalfOf !== undefined, { missing: 'onBehalfOf' });
  }),
  inviteeIsMember: onData((ctx) => {
    const invitee = textOf(dataOf(ctx).invitee);
    const known = ctx.given.directory.byRole('member').includes(invitee);
    const already = ctx.kase.authors.some((author) => author.person === invitee && author.role !== 'declined');
    return holds(known && !already, { invitee });
  }),
  cosignOpen: onCase((ctx) => holds(!isOver(ctx.kase, 'C-02', actorOf(ctx).id, ctx.given.now), { clock: 'C-02' })),
  mainNamed: given('main'),
  reasonCode: given('reasonCode'),
  authorAgrees: ticked('authorAgrees'),
  authorAsks: ticked('authorAsks'),
  receiverNamed: given('receiver'),
  leaderNamed: given('leader'),
  targetNamed: given('target'),
  minutes: given('minutes'),
  filesGiven: onData((ctx) =>
    holds(listOf(dataOf(ctx).files).length > 0 || !isBlank(dataOf(ctx).text), { missing: 'files' }),
  ),
  objectedOnce: onCase((ctx) => holds(!ctx.kase.flags.includes('objected'))),
  objectionOpen: notOver('C-05c'),
  revisionOver: waits('revising', 'C-04'),
  factsOver: waits('returned', 'S-02'),
  objectionOver: waits('notFiled', 'C-05c'),
  receiversNamed: given('to'),
  outcomeForm: given('level'),
  adoptionForm: given('level', 'form'),
  instructionForm: given('level', 'summary'),
  unitNamed: given('unit'),
  sentUpAllowed: onData((ctx) =>
    holds(ctx.kase.state !== 'awaitingIssue' || isYes(dataOf(ctx).direct), { missing: 'direct' }),
  ),
  authorTold: onCase((ctx) => {
    const untold = ctx.kase.clocks.find((clock) => clock.ruleId === 'S-05' && clock.stoppedAt === null);
    return holds(untold === undefined, { clock: 'S-05', due: untold?.dueAt.toISOString() ?? '' });
  }),
} satisfies Record<string, Guard>;

/** Selectors and guards by the name rows use. */
export const GUARDS: Readonly<Record<string, Guard>> = {
  ...itemGuards,
  ...assignmentGuards,
  ...replyGuards,
  ...trackingGuards,
};

export function guardOf(name: string): Guard {
  const guard = GUARDS[name];
  if (!guard) throw new Error(`guards: '${name}' is named by a row but is not defined; add it to guards.ts`);
  return guard;
}
