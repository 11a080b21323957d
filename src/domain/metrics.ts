/** What an event counts for, where that depends on more than the event (F.2). Other names count one each. */
import type { Case } from './case.ts';
import { actorOf, type Context, lastClock } from './context.ts';

interface Count {
  readonly metric: string;
  readonly subject?: string;
}
type Metric = (next: Case, ctx: Context, made: readonly string[] | undefined) => readonly Count[];

/** `x` and, when the clock was kept, `xOnTime`. */
const onTime =
  (metric: string, ruleId: string): Metric =>
  (_next, ctx) => {
    const due = lastClock(ctx.kase, ruleId, ctx.subject.id)?.dueAt;
    return [{ metric }, ...(due && ctx.given.now <= due ? [{ metric: `${metric}OnTime` }] : [])];
  };

export const METRICS: Readonly<Record<string, Metric>> = {
  /** Handed in once, however often it comes back. */
  submitted: (_next, ctx) => (ctx.kase.serialNo === null ? [{ metric: 'submitted' }] : []),
  assigned: (_next, _ctx, made) => (made ?? []).map((subject) => ({ metric: 'assigned', subject })),
  received: onTime('received', 'C-07'),
  replied: onTime('replied', 'C-10'),
  promiseKept: (_next, ctx) => {
    const missed = ctx.subject.commitment?.missed === true;
    return [{ metric: 'promiseClaimed' }, ...(missed ? [] : [{ metric: 'promiseClaimedOnTime' }])];
  },
  /** One mark per reply: the first proposer's (B.1.5). */
  feedback: (next, ctx) => {
    const rater = actorOf(ctx).onBehalfOf ?? actorOf(ctx).id;
    const first = next.authors.some((author) => author.person === rater && author.role === 'first');
    const given = next.feedbacks.at(-1);
    return first && given ? [{ metric: 'feedback' }, { metric: given.overall }] : [];
  },
  meetingConfirmed: (_next, ctx) => [{ metric: `meeting.${ctx.subject.meeting?.stage ?? 'before'}` }],
};
