import { expect, test } from 'vitest';
import { followsDirectory, unitAfterMove } from '../../handlers/unit-after-move.ts';
import type { PersonRow } from '../../src/store/records.ts';

const UNITS = [
  { id: 'zjj', departments: { wecom: ['11', '12'], dingtalk: ['911'] } },
  { id: 'jtj', departments: { wecom: ['30'] } },
  { id: 'jyj', departments: { wecom: ['50'] } },
  { id: 'scjg' },
];
const liaison = (unit: string | null): PersonRow => ({
  _id: 'yunchuan:cheng',
  committee: 'yunchuan',
  id: 'cheng',
  name: '程砚田',
  title: '',
  roles: ['unitLiaison'],
  unit,
  wecomId: 'chengyantian',
  dingtalkId: '',
  state: 'active',
});

test.each([
  ['zjj', ['12', '40'], 'zjj'],
  ['zjj', ['11', '30'], 'zjj'],
  ['zjj', ['30'], 'jtj'],
  ['zjj', ['30', '50'], null],
  ['zjj', ['40'], null],
  ['zjj', [], null],
  [null, ['50', '1'], 'jyj'],
  [null, ['40'], null],
])('a liaison of %s who is now in departments %j works for %s', (unit, memberOf, expected) => {
  expect(unitAfterMove(liaison(unit), 'wecom', memberOf, UNITS)).toBe(expected);
});

test('a department’s id says nothing on the other platform', () => {
  expect(unitAfterMove(liaison('zjj'), 'dingtalk', ['30'], UNITS)).toBeNull();
});

test('the directory decides only for people of units whose departments are known', () => {
  expect(followsDirectory(liaison('zjj'), 'wecom', UNITS)).toBe(true);
  expect(followsDirectory(liaison('jtj'), 'dingtalk', UNITS)).toBe(false);
  expect(followsDirectory(liaison('scjg'), 'wecom', UNITS)).toBe(false);
  expect(followsDirectory({ ...liaison('zjj'), roles: ['member'] }, 'wecom', UNITS)).toBe(false);
  expect(followsDirectory(liaison(null), 'wecom', UNITS)).toBe(true);
});
