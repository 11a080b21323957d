import { expect, test } from 'vitest';
import { buildCalendar } from '../../src/calendar-data.ts';
import { defaultRules } from '../../src/domain/default-rules.ts';
import { layOver } from '../../src/load-rules.ts';

const rules = defaultRules(buildCalendar());

test('a committee changes one number and everything else stays', () => {
  const own = layOver(rules, 'verifySigners: 1\nclocks:\n  C-10: { unit: calendarMonth, amount: 5 }\n', 'r.yaml');

  expect(own.verifySigners).toBe(1);
  expect(own.clocks['C-10']?.amount).toBe(5);
  expect(own.clocks['C-10']?.ladder).toEqual(rules.clocks['C-10']?.ladder);
  expect(own.clocks['C-18']).toEqual(rules.clocks['C-18']);
});

test('what is wrong is named with file and place', () => {
  expect(() => layOver(rules, 'clocks:\n  C-99: { amount: 3 }\n', 'r.yaml')).toThrow(/r\.yaml[\s\S]*clocks\.C-99/);
  expect(() => layOver(rules, 'verifySigners: 3\n', 'r.yaml')).toThrow(/verifySigners/);
  expect(() => layOver(rules, 'speaking: { from: "8点" }\n', 'r.yaml')).toThrow(/speaking\.from/);
  expect(() => layOver(rules, 'unknownKey: 1\n', 'r.yaml')).toThrow(/unknownKey/i);
});
