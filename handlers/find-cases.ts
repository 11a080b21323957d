import type { AllowedAction } from '../cards/card-given.ts';
import type { Case, MeetingStage } from '../src/domain/case.ts';
import { actionsFor } from '../src/domain/decide.ts';
import { KINDS, kindOf } from '../src/domain/kinds/kinds.ts';
import { viewOf } from '../src/domain/policy.ts';
import { givenOf, type Talk } from './talk.ts';

export interface FoundCase {
  readonly kase: Case;
  readonly actions: readonly AllowedAction[];
}

const LIST_LIMIT = 50;

/** Relations find what is a person's or his unit's own; the policy on each loaded case decides (decision 11). */
export async function ownCases(talk: Talk): Promise<Case[]> {
  const { store } = talk.deps;
  const holders = [`person:${talk.person.id}`, ...(talk.person.unit ? [`unit:${talk.person.unit}`] : [])];
  const relations = await store.relations.find({ holder: { $in: holders } }, { limit: 500 });
  const ids = [...new Set(relations.map((relation) => relation.case))];
  const rows = ids.length > 0 ? await store.cases.find({ _id: { $in: ids } }) : [];
  return rows.filter((kase) => sees(talk, kase)).sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
}

/** States of a kind in which one of these roles has something to do. */
function statesFor(kind: (typeof KINDS)[string], roles: readonly string[]): string[] {
  const rows = kind.rows.filter((row) => row.open && row.by.some((role) => roles.includes(role)));
  const ended = new Set([...kind.finalStates, ...kind.privateStates]);
  const any = Object.keys(kind.states).filter((state) => !ended.has(state));
  const states = rows.flatMap((row) => (row.from.includes('*') ? any : row.from));
  return [...new Set(states)].filter((state) => state in kind.states);
}

/** Everything on which this person can act now, the nearest deadline first. */
export async function actionable(talk: Talk): Promise<FoundCase[]> {
  const given = givenOf(talk.deps);
  const found = new Map<string, Case>((await ownCases(talk)).map((kase) => [kase.id, kase]));
  for (const kind of Object.values(KINDS)) {
    const states = statesFor(kind, talk.actor.roles);
    if (states.length === 0) continue;
    const rows = await talk.deps.store.cases.find({ kind: kind.name, state: { $in: states } }, { limit: LIST_LIMIT });
    for (const row of rows) found.set(row.id, row);
  }
  return [...found.values()]
    .map((kase) => ({
      kase,
      actions: actionsFor(kase, talk.actor, given).filter((action) => !alreadyMet(kase, action)),
    }))
    .filter(({ actions }) => actions.length > 0)
    .sort((a, b) => dueOf(a.kase) - dueOf(b.kase));
}

/** What waits for this person: what may always be done but is nobody's task is left out. */
export async function todo(talk: Talk): Promise<FoundCase[]> {
  return (await actionable(talk))
    .map(({ kase, actions }) => ({ kase, actions: actions.filter((action) => !PASSIVE.has(action.event)) }))
    .filter(({ actions }) => actions.length > 0);
}

const STAGE_OF: Readonly<Record<string, MeetingStage>> = {
  recordMeetingBefore: 'before',
  recordMeetingDuring: 'during',
  recordMeetingAfter: 'after',
};

/** A meeting that is confirmed, or waits for the proposer's word, need not be recorded again. */
function alreadyMet(kase: Case, { event, subject }: AllowedAction): boolean {
  const stage = STAGE_OF[event];
  const meetings = kase.assignments.find((one) => one.id === subject)?.meetings ?? [];
  return (
    stage !== undefined && meetings.some((one) => one.stage === stage && ['confirmed', 'pending'].includes(one.confirm))
  );
}

/** What may always be done but is nobody's task. */
const PASSIVE: ReadonlySet<string> = new Set([
  'withdraw',
  'reportProgress',
  'supplementMaterial',
  'close',
  'recordAdoption',
  'keep',
  'sendUp',
]);

const dueOf = (kase: Case): number =>
  Math.min(
    ...kase.clocks.filter((clock) => !clock.stoppedAt).map((clock) => clock.dueAt.getTime()),
    Number.MAX_SAFE_INTEGER,
  );

/** Finds by number (058, 第058号, 提2026-0001), only what the person may see; a stranger's number is "not found". */
export async function byNumber(talk: Talk, text: string): Promise<Case[]> {
  const wanted = text.replace(/^第|号(提案)?$/g, '').trim();
  const { cases } = talk.deps.store;
  const serial = await cases.find({ serialNo: wanted });
  const padded = /^\d{1,3}$/.test(wanted) ? wanted.padStart(3, '0') : wanted;
  const numbered = await Promise.all(
    Object.keys(KINDS).map((kind) => cases.find({ kind, publicNo: padded }, { limit: 5 })),
  );
  return [...serial, ...numbered.flat()].filter((kase) => sees(talk, kase));
}

export function sees(talk: Talk, kase: Case): boolean {
  const kind = kindOf(kase.kind);
  return kind !== undefined && viewOf(kase, talk.actor, kind) !== null;
}
