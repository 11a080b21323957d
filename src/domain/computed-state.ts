/** The item's state as its assignments make it (domain.md B.1.5). */
import type { Assignment, Case, Commitment } from './case.ts';
import type { Kind } from './kind.ts';
import { commitmentsOf, isLive, isReplying } from './subjects.ts';

/** The state an item has whose only replying assignment is this one. */
function stateAlone(assignment: Assignment, commitments: readonly Commitment[]): string {
  switch (assignment.state) {
    case 'pendingReceipt':
      return 'assigned';
    case 'returnRequested':
      return assignment.receivedAt ? 'handling' : 'assigned';
    case 'repliedOut':
      return stateAfterReply(assignment, commitments);
    case 'done':
      return 'closed';
    default:
      return assignment.secondHandling ? 'rehandling' : 'handling';
  }
}

function stateAfterReply(assignment: Assignment, commitments: readonly Commitment[]): string {
  if (!assignment.settled) return 'replied';
  if (commitments.some(({ state }) => state === 'open')) return 'tracking';
  const checked = commitments.some(({ state }) => state === 'claimed');
  const explained = assignment.settledAs === 'CD' || assignment.settledAs === 'unsatisfied';
  return checked && explained ? 'tracking' : 'verifying';
}

/** First of these that holds for a replying assignment; 'assigned' needs all of them. */
const ORDER = ['rehandling', 'handling', 'assigned', 'replied', 'tracking', 'verifying'] as const;

/** The computed state; the present one where the kind or the state is not computed. */
export function computedState(kase: Case, kind: Kind): string {
  const replying = kase.assignments.filter((assignment) => isLive(assignment) && isReplying(assignment));
  if (!kind.computed.includes(kase.state) || replying.length === 0) return kase.state;
  const states = replying.map((assignment) => stateAlone(assignment, commitmentsOf(kase, assignment.id)));
  if (states.every((state) => state === 'assigned')) return 'assigned';
  const first = ORDER.find((state) => states.includes(state)) ?? 'closed';
  return first === 'assigned' ? 'handling' : first;
}

/** The state a row's `from` is compared with: of an assignment it is its own ("as if it were the only one", B.1.3). */
export function stateBeside(kase: Case, kind: Kind, assignment: Assignment | undefined): string {
  if (!assignment || !kind.computed.includes(kase.state)) return kase.state;
  return stateAlone(assignment, commitmentsOf(kase, assignment.id));
}
