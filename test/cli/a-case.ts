/** A proposal brought into handling by the commands that people give. */
import type { Case, Role } from '../../src/domain/case.ts';
import type { Command } from '../../src/domain/command.ts';
import { applyCommand } from '../../src/store/apply-command.ts';
import { COMMITTEE, type Desk } from './support.ts';

const FORM = {
  title: '关于加快老旧小区加装电梯后续管理的建议',
  category: '城乡建设',
  situation: '截至2025年11月,我市已有137个老旧小区加装电梯412台。',
  analysis: '加装时只签订建设协议,未约定运行管理责任。',
  suggestions: ['出台运行管理指引', '大修纳入维修资金'],
  noSecret: true,
};

const actor = (id: string, roles: readonly Role[]): Command['actor'] => ({ id, name: id, roles });
const AUTHOR = actor('lin', ['member']);
const STAFF = actor('wen', ['proposalStaff']);
const DIRECTOR = actor('jiang', ['proposalDirector']);
const OFFICE = actor('luo', ['assignOffice']);

/** Assigned to the housing bureau at the present moment of the desk. */
export async function anAssignedProposal(desk: Desk, id = 'case-1'): Promise<Case> {
  const target = { committee: COMMITTEE, id, kind: 'proposal' };
  const steps: [Command['actor'], string, Record<string, unknown>][] = [
    [AUTHOR, 'createDraft', FORM],
    [AUTHOR, 'submit', {}],
    [STAFF, 'passPreReview', {}],
    [DIRECTOR, 'file', {}],
    [OFFICE, 'assign', { assignments: [{ unit: 'zjj', kind: 'sole' }] }],
  ];
  let kase: Case | null = null;
  for (const [who, event, data] of steps) {
    const command: Command = { event, actor: who, data, cause: `test:${id}:${event}` };
    const decision = await applyCommand(desk.deps, kase ? id : target, [command]);
    if (!decision.ok) throw new Error(`${event}: ${JSON.stringify(decision.refusal)}`);
    kase = decision.kase;
  }
  if (!kase) throw new Error('no case');
  return kase;
}
