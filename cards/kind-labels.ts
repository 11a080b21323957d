/** Labels of states, as the kind of item has them. */
import type { Assignment, Case } from '../src/domain/case.ts';
import { kindOf } from '../src/domain/kinds/kinds.ts';
import { typeset } from './typeset.ts';
import { words } from './words.ts';

export function stateLabel(kase: Case): string {
  const label = typeset(kindOf(kase.kind)?.states[kase.state] ?? kase.state);
  return kase.flags.includes('crossedOff') ? words('case.crossedOff', { label }) : label;
}

/** In a list, where the title needs the room: 已答复（待反馈） is 已答复. */
export const shortState = (kase: Case): string => stateLabel(kase).replace(/（[^）]*）/g, '');

export const assignmentLabel = (assignment: Assignment, kase: Case): string =>
  typeset(kindOf(kase.kind)?.assignmentStates[assignment.state] ?? assignment.state);
