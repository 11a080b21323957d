/** 10,000 random steps of everybody, all rows opened: what must hold of every case at every moment. */
import { expect, test } from 'vitest';
import type { Case, Effect } from '../../../src/domain/case.ts';
import type { Kind } from '../../../src/domain/kind.ts';
import { KINDS } from '../../../src/domain/kinds/kinds.ts';
import { allSubjects } from '../../../src/domain/subjects.ts';
import { met, rated } from './story.ts';
import { attempt, aWorld, EVERYBODY, FORM, MEETING, P, PROMISES, REASON, travel, type World } from './world.ts';

const STEPS: Readonly<Record<string, number>> = { proposal: 10_000, opinionReport: 3_000 };
const SEED = 20260302;
/** Attempts before a new walk begins: a report has few states, a proposal many. */
const LENGTHS: Readonly<Record<string, number>> = { proposal: 250, opinionReport: 40 };
/** An adoption or instruction may come after the report is closed; its author is still told (B.2.2 rows 9, 10). */
const LATE = ['S-05'];
/** Ways out are taken seldom, else most walks would end before the first unit has received. */
const WAYS_OUT = ['withdraw', 'refuse', 'merge', 'archive', 'combine', 'close', 'keep'];
const STAYS = [
  'derive',
  'deriveOpinion',
  'convertToTopic',
  'lookBack',
  'carryOver',
  'flagDuplicate',
  'formPackage',
  'markKey',
  'faceToFace',
];
const isWayOut = (event: string): boolean => WAYS_OUT.includes(event) || event.startsWith('convert');

/** mulberry32: small, seeded, good enough to wander. */
function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = randomFrom(SEED);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const UNITS = [
  [{ unit: 'u1', kind: 'sole' }],
  [
    { unit: 'u1', kind: 'host' },
    { unit: 'u2', kind: 'co' },
  ],
  [
    { unit: 'u1', kind: 'branch' },
    { unit: 'u2', kind: 'branch' },
  ],
];
const answers = (now: Date) => ({
  ...FORM,
  ...MEETING,
  reason: REASON,
  reasonCode: 'NR-10',
  finding: REASON,
  text: '已完成',
  evidence: '文件',
  kept: random() < 0.5,
  resultClass: pick(['A', 'B', 'C', 'D']),
  commitments: PROMISES.map((one) => ({
    ...one,
    dueOn: new Date(now.getTime() + 40 * 86_400_000).toISOString().slice(0, 10),
  })),
  attitudeMark: pick(['满意', '基本满意', '不满意']),
  resultMark: pick(['满意', '满意', '不满意']),
  main: 'c0',
  target: 'c9',
  receiver: 'u9',
  to: '市委',
  level: '省',
  form: '单篇',
  summary: '请研究',
  unit: pick(['u1', 'u2']),
  newUnit: random() < 0.5 ? pick(['u1', 'u2']) : '',
  granted: random() < 0.5,
  kind: 'branch',
  authorAgrees: true,
  authorAsks: true,
  agreed: true,
  noSecondHandling: true,
  reasonKind: '结果',
  minutes: '纪要',
  leader: 'leader',
  way: '实地',
  proposerView: '已解决',
  waiverReason: REASON,
  assignments: pick(UNITS),
  suggestedUnits: ['u2'],
  invitee: 'invitee',
  newDue: new Date(now.getTime() + 60 * 86_400_000).toISOString().slice(0, 10),
  secrecyChecked: true,
});

const opened = (kind: Kind): Kind => ({ ...kind, rows: kind.rows.map((row) => ({ ...row, open: true })) });
const kinds = Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, opened(kind)]));

function faults(kase: Case, kind: Kind): string[] {
  const wrong: string[] = [];
  if (!(kase.state in kind.states)) wrong.push(`state ${kase.state}`);
  for (const { state } of kase.assignments) if (!(state in kind.assignmentStates)) wrong.push(`assignment ${state}`);
  if (kind.finalStates.includes(kase.state)) {
    const running = kase.clocks.filter(
      (clock) => !clock.stoppedAt && !kind.outlive.includes(clock.ruleId) && !LATE.includes(clock.ruleId),
    );
    wrong.push(...running.map(({ ruleId }) => `${ruleId} runs in ${kase.state}`));
  }
  const promised = kase.commitments.some(({ state }) => state === 'open' || state === 'claimed');
  if (kase.state === 'closed' && promised) wrong.push('closed with an open promise');
  if (kase.state === 'tracking' && !promised) wrong.push('tracking nothing');
  const parts = new Set(
    allSubjects(kase)
      .map(({ id }) => id)
      .concat(kase.authors.map(({ person }) => person)),
  );
  wrong.push(
    ...kase.clocks
      .filter(({ stoppedAt, subject }) => !stoppedAt && !parts.has(subject))
      .map(({ ruleId }) => `${ruleId} of nothing`),
  );
  return wrong;
}

const STAFF = new Set(
  Object.values(P)
    .filter((one) => one.unit === undefined && !one.roles.includes('member'))
    .map(({ id }) => id),
);

/** People of no unit of the case and no authors must not be told. */
function strangersTold(kase: Case, effects: readonly Effect[]): string[] {
  const units = new Set(kase.assignments.map(({ unit }) => unit));
  const unitOf = new Map(Object.values(P).map((one) => [one.id as string, one.unit as string | undefined]));
  return effects.flatMap((effect) => {
    if (effect.type !== 'obligation') return [];
    const { recipient } = effect;
    const author = kase.authors.some(({ person }) => person === recipient);
    const unit = unitOf.get(recipient);
    return author || STAFF.has(recipient) || (unit !== undefined && units.has(unit))
      ? []
      : [`${effect.text} to ${recipient}`];
  });
}

function step(world: World, kase: Case | null, kind: Kind) {
  if (kase && random() < 0.1) travel(world, Math.floor(random() * 20));
  if (kase && random() < 0.1)
    return { event: 'clockDue', decision: attempt(world, kase, P.system, 'clockDue', {}, '', kind.name) };
  // Events that change no state are taken less often than those that do.
  const rows = kind.rows.filter(
    ({ from, event }) =>
      (from.includes(kase?.state ?? '–') || from.includes('*')) &&
      (!isWayOut(event) || random() < 0.03) &&
      (!STAYS.includes(event) || random() < 0.2),
  );
  const row = random() < 0.9 && rows.length > 0 ? pick(rows) : pick(kind.rows);
  const able = EVERYBODY.filter((name) => P[name].roles.some((role) => row.by.includes(role)));
  const who = random() < 0.9 && able.length > 0 ? pick(able) : pick(EVERYBODY);
  const parts = kase ? allSubjects(kase).filter(({ type }) => type === row.target) : [];
  const subject = parts.length > 0 ? pick(parts).id : '';
  return {
    event: row.event,
    decision: attempt(world, kase, P[who], row.event, answers(world.now), subject, kind.name),
  };
}

const ratedB = (world: World): Case => rated(world, 'B');

test.each(['proposal', 'opinionReport'])(
  '%s: no walk leaves the map, loses a clock or tells a stranger',
  { timeout: 300_000 },
  (name) => {
    const kind = kinds[name] as Kind;
    const wrong: string[] = [];
    const visited = new Set<string>();
    const happened = new Set<string>();
    const keys = new Set<string>();
    let walk = 0;
    let world = aWorld({ kinds });
    let kase: Case | null = null;
    for (let n = 0; n < (STEPS[name] ?? 0); n += 1) {
      if (n % (LENGTHS[name] ?? 100) === 0) {
        world = aWorld({ kinds });
        kase = name === 'proposal' ? pick([() => null, met, ratedB])(world) : null;
        walk += 1;
      }
      const { event, decision } = step(world, kase, kind);
      if (!decision.ok || decision.events.length === 0) continue;
      kase = decision.kase;
      visited.add(kase.state);
      for (const one of decision.events) happened.add(one);
      const place = `walk ${walk}, step ${n}, ${event}: `;
      wrong.push(...[...faults(kase, kind), ...strangersTold(kase, kase.effects)].map((fault) => place + fault));
      for (const { key } of kase.effects) {
        if (keys.has(`${walk}/${key}`)) wrong.push(`${place}key ${key} again`);
        keys.add(`${walk}/${key}`);
      }
    }

    expect(wrong.slice(0, 20)).toEqual([]);
    expect(visited.size, [...visited].join()).toBeGreaterThan(Object.keys(kind.states).length - 4);
    expect(happened.size, [...happened].join()).toBeGreaterThan(14);
  },
);
