/** Marks and words of raters, for the few who may read them (A.2, decision 27). */
import type { Case, Feedback, Role } from '../src/domain/case.ts';
import { type CardGiven, readsForUnit } from './card-given.ts';
import { formText } from './form-text.ts';
import { MARK } from './text/zh/phrases.ts';
import { words } from './words.ts';

const ALWAYS: readonly Role[] = ['proposalStaff', 'proposalDirector'];
/** Supervision sees it once the round is closed. */
const AFTER_CLOSE: readonly Role[] = ['inspector'];

/** Nobody of a unit, whatever else he is; the rater his own. */
function maySee(feedback: Feedback, kase: Case, given: CardGiven): boolean {
  if (readsForUnit(given)) return false;
  const { id, roles } = given.recipient;
  if (feedback.rater === id || roles.some((role) => ALWAYS.includes(role))) return true;
  const settled = kase.assignments.some((assignment) => assignment.id === feedback.assignment && assignment.settled);
  return settled && roles.some((role) => AFTER_CLOSE.includes(role));
}

export const feedbackLines = (kase: Case, given: CardGiven): readonly string[] =>
  kase.feedbacks.filter((feedback) => maySee(feedback, kase, given)).flatMap(oneFeedback);

function oneFeedback({ round, attitudeMark, resultMark, form }: Feedback): readonly string[] {
  const texts = ['reasonKind', 'reason', 'remark'].map((key) => formText(form, key)).filter(Boolean);
  return [
    words('full.feedback', { round }),
    words('full.feedbackMarks', { attitude: MARK[attitudeMark], result: MARK[resultMark] }),
    ...texts,
  ];
}
