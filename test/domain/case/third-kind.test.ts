/** A kind nobody here has heard of needs rows and nothing else. */
import { expect, test } from 'vitest';
import type { Kind, Row } from '../../../src/domain/kind.ts';
import { KINDS } from '../../../src/domain/kinds/kinds.ts';
import { act, attempt, aWorld, P, REASON } from './world.ts';

const base = { target: 'item', guards: [], stop: [], start: [], notify: [], changes: [], open: true } as const;
const rows: readonly Row[] = [
  {
    ...base,
    n: 1,
    event: 'note',
    label: '记下',
    from: ['–'],
    to: 'noted',
    by: ['member'],
    changes: ['writeForm'],
    start: ['X-01'],
  },
  {
    ...base,
    n: 2,
    event: 'shelve',
    label: '搁置',
    from: ['noted'],
    to: 'shelved',
    by: ['chair'],
    guards: ['reason'],
    notify: [{ to: 'author', text: 'G-00' }],
  },
];
const wish: Kind = {
  name: 'wish',
  label: '心愿',
  states: { noted: '已记下', shelved: '已搁置' },
  assignmentStates: {},
  finalStates: ['shelved'],
  outlive: [],
  runsOut: [],
  computed: [],
  privateStates: [],
  seenBy: ['chair'],
  required: [],
  serialPrefix: 'W',
  rows,
};

test('a made-up kind works from its data alone, its clock too', () => {
  const base = aWorld();
  const rule = {
    id: 'X-01',
    label: '看一看',
    unit: 'calendarDay',
    amount: 7,
    rollForward: false,
    ladder: [],
    onDue: [],
  } as const;
  const world = aWorld({
    kinds: { ...KINDS, wish },
    rules: { ...base.rules, clocks: { ...base.rules.clocks, 'X-01': rule } },
  });

  const noted = act(world, null, P.author, 'note', { title: '一棵树' }, '', 'wish');
  expect(noted).toMatchObject({
    kind: 'wish',
    state: 'noted',
    title: '一棵树',
    clocks: [{ ruleId: 'X-01', stoppedAt: null }],
  });
  expect(attempt(world, noted, P.author, 'shelve', { reason: REASON })).toMatchObject({
    refusal: { code: 'notFound' },
  });
  expect(attempt(world, noted, P.chair, 'shelve', { reason: '短' })).toMatchObject({
    refusal: { guard: 'reason', facts: { min: '10', got: '1' } },
  });
  const shelved = act(world, noted, P.chair, 'shelve', { reason: REASON });
  expect(shelved).toMatchObject({ state: 'shelved', clocks: [{ stoppedAt: world.now }] });
  expect(shelved.effects.filter(({ type }) => type === 'obligation')).toMatchObject([{ recipient: 'author' }]);
});
