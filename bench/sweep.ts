/** A sweep over many open cases of which few are due: what it costs must follow the few. */
import { randomUUID } from 'node:crypto';
import { sweepClocks } from '../jobs/sweep-clocks.ts';
import { buildCalendar } from '../src/calendar-data.ts';
import type { Deps } from '../src/deps.ts';
import type { Case, Role } from '../src/domain/case.ts';
import { defaultRules } from '../src/domain/default-rules.ts';
import { applyCommand } from '../src/store/apply-command.ts';
import { liveDirectory } from '../src/store/live-directory.ts';
import { type CommitteeStore, openStore } from '../src/store/store.ts';
import { COMMITTEE, silentLog, temporaryPlace } from './environment.ts';
import { meterStores } from './store-meter.ts';

export interface SweepFigures {
  readonly open: number;
  readonly due: number;
  readonly swept: number;
  readonly ms: number;
  /** Cases that the store handed over. */
  readonly casesRead: number;
  readonly documentsRead: number;
  readonly calls: number;
}

const MORNING = new Date('2026-03-02T09:30:00+08:00');
const FAR = new Date('2030-01-01T00:00:00+08:00');
const CHUNK = 2_000;

export async function measureSweep(open: number, due: number): Promise<SweepFigures> {
  const place = temporaryPlace();
  const meter = meterStores();
  const store = await openStore({ dataDir: place.dataDir });
  try {
    const committee = store.forCommittee(COMMITTEE);
    const clock = { now: MORNING };
    const deps = await depsOf(committee, clock);
    const dueAt = await fill(deps, open, due);
    clock.now = dueAt;
    meter.reset();
    const startedAt = performance.now();
    const { swept } = await sweepClocks(deps);
    const ms = performance.now() - startedAt;
    const read = meter.calls.filter(({ op }) => op === 'find' || op === 'findOne');
    const sum = (calls: typeof read) => calls.reduce((total, { documents }) => total + documents, 0);
    const cases = read.filter(({ collection }) => collection === 'cases');
    return { open, due, swept, ms, casesRead: sum(cases), documentsRead: sum(read), calls: meter.calls.length };
  } finally {
    meter.stop();
    await store.close();
    place.remove();
  }
}

async function depsOf(store: CommitteeStore, clock: { now: Date }): Promise<Deps> {
  return {
    committee: COMMITTEE,
    store,
    clocks: { civil: () => clock.now, real: () => new Date(), monotonic: () => performance.now() },
    rules: defaultRules(buildCalendar([])),
    directory: await liveDirectory(store),
    platforms: ['wecom'],
    log: silentLog,
    secretKey: Buffer.alloc(32),
    instance: 'bench',
    dataDir: '',
    newId: randomUUID,
  };
}

/** One case is made by the commands that people give; the others are its copies. @returns when the due ones are due */
async function fill(deps: Deps, open: number, due: number): Promise<Date> {
  const model = await assignedProposal(deps);
  const dueAt = model.nextDueAt;
  if (!dueAt) throw new Error('bench: an assigned proposal has no clock, so there is nothing to sweep');
  const copy = (n: number) => ({
    ...model,
    _id: `case-${n}`,
    id: `case-${n}`,
    serialNo: `T2026-${n}`,
    effects: [],
    effectsPending: false,
    nextDueAt: n < due ? dueAt : FAR,
  });
  for (let from = 0; from < open; from += CHUNK) {
    await deps.store.cases.insertMissing(
      Array.from({ length: Math.min(CHUNK, open - from) }, (_, n) => copy(from + n)),
    );
  }
  await deps.store.cases.remove({ _id: model.id });
  return dueAt;
}

const FORM = {
  title: '关于加快老旧小区加装电梯后续管理的建议',
  category: '城乡建设',
  situation: '截至2025年11月,我市已有137个老旧小区加装电梯412台。',
  analysis: '加装时只签订建设协议,未约定运行管理责任。',
  suggestions: ['出台运行管理指引', '大修纳入维修资金'],
  noSecret: true,
};
const ROAD: readonly (readonly [Role, string, Record<string, unknown>])[] = [
  ['member', 'createDraft', FORM],
  ['member', 'submit', {}],
  ['proposalStaff', 'passPreReview', {}],
  ['proposalDirector', 'file', {}],
  ['assignOffice', 'assign', { assignments: [{ unit: 'zjj', kind: 'sole' }] }],
];

async function assignedProposal(deps: Deps): Promise<Case> {
  const target = { committee: COMMITTEE, id: 'model', kind: 'proposal' };
  let kase: Case | null = null;
  for (const [role, event, data] of ROAD) {
    const command = { event, actor: { id: role, name: role, roles: [role] }, data, cause: `bench:${event}` };
    const decision = await applyCommand(deps, kase ? 'model' : target, [command]);
    if (!decision.ok) throw new Error(`bench: ${event} refused: ${JSON.stringify(decision.refusal)}`);
    kase = decision.kase;
  }
  if (!kase) throw new Error('bench: no case was made');
  return kase;
}
