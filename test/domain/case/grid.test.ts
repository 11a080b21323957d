/** state × event × role, against tables written by hand from domain.md. */
import { expect, test } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import type { Kind } from '../../../src/domain/kind.ts';
import { KINDS } from '../../../src/domain/kinds/kinds.ts';
import { type Cell, caseIn, OPINION_CELLS, PROPOSAL_CELLS } from './cells.ts';
import { OPINION_TABLE } from './opinion-report-table.ts';
import { PROPOSAL_TABLE } from './proposal-table.ts';
import { attempt, aWorld, EVERYBODY, FORM, MARKS, MEETING, P, PROMISES, REASON } from './world.ts';

/** Everything any form asks for at once: the grid is about who and when, guards have tests of their own. */
const ANSWERS = {
  ...FORM,
  ...MARKS,
  ...MEETING,
  reason: REASON,
  reasonCode: 'K-01',
  finding: REASON,
  text: '已完成',
  evidence: '文件',
  resultClass: 'B',
  commitments: PROMISES,
  main: 'c0',
  target: 'c9',
  receiver: 'u9',
  to: '市委',
  level: '省',
  form: '单篇',
  summary: '请研究',
  unit: 'u1',
  newUnit: 'u2',
  authorAgrees: true,
  authorAsks: true,
  agreed: true,
  reasonKind: '结果',
  minutes: '纪要',
  leader: 'leader',
  proposerView: '已解决',
  assignments: [{ unit: 'u1', kind: 'sole' }],
  suggestedUnits: ['u2'],
  newDue: '2026-07-01',
  secrecyChecked: true,
};

interface Line {
  readonly n: number;
  readonly event: string;
  readonly subject: string;
  readonly from: readonly string[];
  readonly sub: readonly string[];
  readonly who: readonly string[];
  readonly to: string;
  readonly subTo: string;
  readonly open: boolean;
}

const words = (text = ''): string[] => text.trim().split(/\s+/).filter(Boolean);
const parse = (table: string): Line[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [head, subject, from, sub, who, to, subTo, open] = line.split('|');
      const [n = '', event = ''] = words(head);
      return {
        n: Number(n),
        event,
        subject: words(subject)[0] ?? '',
        from: words(from),
        sub: words(sub),
        who: words(who),
        to: words(to)[0] ?? '=',
        subTo: words(subTo)[0] ?? '=',
        open: words(open)[0] === 'open',
      };
    });

const IDS: Readonly<Record<string, string>> = { item: '', a: 'a-1', co: 'co-1', c: 'c-1', m: 'a-1-after' };
const stateOf = (cell: Cell, subject: string): string | undefined =>
  ({ a: cell.a, m: cell.a, co: cell.co, c: cell.c })[subject];

/** Every row opened: the table is tested whole, also where the dialogue is not there yet. */
const opened = (kind: Kind): Kind => ({ ...kind, rows: kind.rows.map((row) => ({ ...row, open: true })) });

function inTable(line: Line, cell: Cell): boolean {
  if (!line.from.includes('*') && !line.from.includes(cell.item)) return false;
  const state = stateOf(cell, line.subject);
  return line.subject === 'item' || (state !== undefined && line.sub.includes(state));
}

/** Side conditions of the hand-made cells: co rows need the co unit's cell, a check of a reply needs class A. */
function relevant(line: Line, cell: Cell): boolean {
  if (line.event === 'coSignReply' || line.event === 'returnCoOpinion') return cell.co !== undefined;
  return line.subject === 'item' || stateOf(cell, line.subject) !== undefined;
}

function cellResult(kind: Kind, cell: Cell, who: (typeof EVERYBODY)[number], event: string, subject: string) {
  const kase = caseIn(cell, kind.name);
  const world = aWorld({ kinds: { [kind.name]: opened(kind) } });
  const decision = attempt(world, kase, P[who], event, ANSWERS, IDS[subject], kind.name);
  return { kase, decision };
}

function wrongs(
  kind: Kind,
  table: readonly Line[],
  cells: readonly Cell[],
): { wrong: string[]; done: Set<string>; tried: number } {
  const wrong: string[] = [];
  const done = new Set<string>();
  let tried = 0;
  const keys = [...new Set(table.map(({ event, subject }) => `${event}|${subject}`))];
  for (const key of keys) {
    const [event = '', subject = ''] = key.split('|');
    const lines = table.filter((line) => line.event === event && line.subject === subject);
    for (const cell of cells) {
      if (!lines.some((line) => relevant(line, cell))) continue;
      for (const who of EVERYBODY) {
        const line = lines.find((one) => inTable(one, cell) && one.who.includes(who));
        const { decision } = cellResult(kind, cell, who, event, subject);
        const passed = decision.ok || decision.refusal.code === 'guard';
        tried += 1;
        const place = `${event} ${subject} by ${who} in ${JSON.stringify(cell)}`;
        if (passed !== (line !== undefined)) wrong.push(`${place}: ${passed ? 'let through' : 'refused'}`);
        // What a system event does afterwards is its own line of the table.
        if (line && decision.ok && decision.events.length === 1)
          wrong.push(...wrongMove(line, cell, decision.kase, place));
        if (line && decision.ok) done.add(`${line.n} ${event}`);
      }
    }
  }
  return { wrong, done, tried };
}

function wrongMove(line: Line, cell: Cell, kase: Case, place: string): string[] {
  const to = line.to === '=' ? cell.item : line.to;
  const parts = {
    a: kase.assignments[0]?.state,
    m: kase.assignments[0]?.state,
    co: kase.assignments[1]?.state,
    c: kase.commitments[0]?.state,
  };
  const before = stateOf(cell, line.subject);
  const subTo = line.subTo === '=' ? before : line.subTo;
  const found = line.subject === 'item' ? undefined : parts[line.subject as keyof typeof parts];
  return [
    ...(kase.state === to ? [] : [`${place}: item ${kase.state}, table ${to}`]),
    ...(line.subject === 'item' || found === subTo ? [] : [`${place}: part ${found}, table ${subTo}`]),
  ];
}

const GRIDS = [
  ['proposal', parse(PROPOSAL_TABLE), PROPOSAL_CELLS],
  ['opinionReport', parse(OPINION_TABLE), OPINION_CELLS],
] as const;

test.each(GRIDS)('%s: every state, event and role answers as the table says', (name, table, cells) => {
  const { wrong, done, tried } = wrongs(KINDS[name] as Kind, table, cells);

  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(5_000);
  expect(done.size).toBeGreaterThan(name === 'proposal' ? 40 : 15);
});

test.each(GRIDS)(
  '%s: the rows have exactly the numbers and events of the table, open where it says so',
  (name, table) => {
    const key = (one: { n: number; event: string; open: boolean }) => `${one.n} ${one.event} ${one.open}`;
    const rows = new Set(KINDS[name]?.rows.map(key));

    expect([...rows].sort()).toEqual([...new Set(table.map(key))].sort());
  },
);

test.each(GRIDS)(
  '%s: a closed row answers with its number to whom it would be open, and nothing to others',
  (name, table) => {
    const closed = table.filter(({ open, n }) => !open && n !== 68);
    for (const line of closed) {
      const cell = (name === 'proposal' ? PROPOSAL_CELLS : OPINION_CELLS).find(
        (one) => inTable(line, one) && relevant(line, one),
      );
      if (!cell) throw new Error(`no cell for ${line.event}`);
      const kase = caseIn(cell, name);
      const ask = (who: string) =>
        attempt(aWorld(), kase, P[who as keyof typeof P], line.event, ANSWERS, IDS[line.subject], name);
      expect(ask(line.who[0] ?? ''), line.event).toMatchObject({
        ok: false,
        refusal: { code: 'notYetOpen', row: line.n },
      });
      expect(ask('stranger'), line.event).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    }
  },
);
