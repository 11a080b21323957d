/** People, rules and commands for the tests of the case domain. */
import type { Actor, Case, Role } from '../../../src/domain/case.ts';
import type { Command, Decision, Directory, Given } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { defaultRules } from '../../../src/domain/default-rules.ts';
import type { Kind } from '../../../src/domain/kind.ts';
import type { Calendar, Rules } from '../../../src/domain/rules.ts';

/** Weekends only: these tests are about cases, the calendar has its own. */
const PLAIN: Calendar = {
  officialYears: [2026, 2027, 2028],
  daysOff: new Set(),
  makeUpDays: new Set(),
  provisionalDaysOff: new Set(),
  names: {},
};
export const RULES: Rules = { ...defaultRules(PLAIN), verifySigners: 1 };

export const person = (id: string, role: Role | readonly Role[], unit?: string): Actor => ({
  id,
  name: `${id}同志`,
  roles: typeof role === 'string' ? [role] : role,
  ...(unit ? { unit } : {}),
});

export const P = {
  author: person('author', 'member'),
  coSigner: person('coSigner', 'member'),
  invitee: person('invitee', 'member'),
  stranger: person('stranger', 'member'),
  collective: person('collective', 'collectiveLiaison'),
  staff: person('staff', 'proposalStaff'),
  director: person('director', 'proposalDirector'),
  committeeStaff: person('committeeStaff', 'committeeStaff'),
  committeeDirector: person('committeeDirector', 'committeeDirector'),
  verifier1: person('verifier1', 'verifier'),
  verifier2: person('verifier2', 'verifier'),
  office: person('office', 'assignOffice'),
  inspector: person('inspector', 'inspector'),
  editor: person('editor', 'infoEditor'),
  reviewer: person('reviewer', 'infoReviewer'),
  issuer: person('issuer', 'infoIssuer'),
  secretary: person('secretary', 'secretaryGeneral'),
  chair: person('chair', 'chair'),
  leader: person('leader', 'leader'),
  station: person('station', 'stationHead'),
  liaison: person('liaison', 'unitLiaison', 'u1'),
  deputy: person('deputy', 'unitDeputy', 'u1'),
  head: person('head', 'unitHead', 'u1'),
  liaison2: person('liaison2', 'unitLiaison', 'u2'),
  deputy2: person('deputy2', 'unitDeputy', 'u2'),
  head2: person('head2', 'unitHead', 'u2'),
  otherLiaison: person('otherLiaison', 'unitLiaison', 'u9'),
  otherDeputy: person('otherDeputy', 'unitDeputy', 'u9'),
  system: person('system', 'system'),
} satisfies Record<string, Actor>;
export type Name = keyof typeof P;
export const EVERYBODY = Object.keys(P) as Name[];

const actors: readonly Actor[] = Object.values(P);
const DIRECTORY: Directory = {
  byRole: (role) => actors.filter((one) => one.unit === undefined && one.roles.includes(role)).map(({ id }) => id),
  inUnit: (unit, role) => actors.filter((one) => one.unit === unit && one.roles.includes(role)).map(({ id }) => id),
  unitName: (unit) => `${unit}局`,
  personName: (id) => `${id}同志`,
};

export interface World {
  now: Date;
  rules: Rules;
  kinds?: Readonly<Record<string, Kind>>;
  ids: number;
}
export const aWorld = (change: Partial<World> = {}): World => ({
  now: new Date('2026-03-02T02:00:00Z'),
  rules: RULES,
  ids: 0,
  ...change,
});

export const givenIn = (world: World): Given => ({
  rules: world.rules,
  now: world.now,
  directory: DIRECTORY,
  numbers: { serialNo: '2026-0001', publicNo: '058', crossOffNo: '2026-001' },
  newId: () => {
    world.ids += 1;
    return `x${world.ids}`;
  },
  ...(world.kinds ? { kinds: world.kinds } : {}),
});

/** One command, answered. */
export function attempt(
  world: World,
  kase: Case | null,
  who: Actor,
  event: string,
  data: Command['data'] = {},
  subject = '',
  kind = 'proposal',
): Decision {
  const command: Command = { event, actor: who, data, subject, cause: `test:${event}:${kase?.version ?? 0}` };
  return decide(kase, command, givenIn(world), { committee: 'yunchuan', id: 'c1', kind });
}

/** One command that must succeed. */
export function act(...args: Parameters<typeof attempt>): Case {
  const decision = attempt(...args);
  if (!decision.ok) throw new Error(`${args[3]} by ${args[2].id}: ${JSON.stringify(decision.refusal)}`);
  return decision.kase;
}

export const travel = (world: World, days: number): void => {
  world.now = new Date(world.now.getTime() + days * 86_400_000);
};

export const FORM = {
  title: '关于加快老旧小区加装电梯后续管理的建议',
  category: '城乡建设',
  situation: '截至2025年11月,我市已有137个老旧小区加装电梯412台。',
  analysis: '加装时只签订建设协议,未约定运行管理责任。',
  suggestions: ['出台运行管理指引', '大修纳入维修资金'],
  noSecret: true,
};
export const REASON = '请补充调研时间和具体的数据来源';
export const MEETING = {
  way: '座谈会',
  content: '通报了办理的初步打算,听取了意见',
  plan: '三月摸底,五月出稿',
  at: '2026-03-19',
  place: '住建局',
};
export const MARKS = { attitudeMark: '满意', resultMark: '满意' };
export const PROMISES = [
  { measure: '印发指引', person: '程砚田', dueOn: '2026-09-30' },
  { measure: '完成办法修订', person: '程砚田', dueOn: '2026-12-31' },
];
