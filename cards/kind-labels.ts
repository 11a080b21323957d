/** Labels of states, as people read them. */
import type { Assignment, Case } from '../src/domain/case.ts';
import { ASSIGNMENT_LABELS, CROSSED_OFF, STATE_LABELS } from './text/zh/states.ts';

export function stateLabel(kase: Case): string {
  const label = STATE_LABELS[kase.kind]?.[kase.state] ?? kase.state;
  return kase.flags.includes('crossedOff') ? `${label}·${CROSSED_OFF}` : label;
}

export const assignmentLabel = (assignment: Assignment): string =>
  ASSIGNMENT_LABELS[assignment.state] ?? assignment.state;
