import { describe, expect, test } from 'vitest';
import { rules } from './given.ts';

/** Lengths of domain.md C.2, written down a second time by hand. */
const LENGTHS = `
C-02 24 hour
C-03 5 workingDay
C-04 5 workingDay
C-05 10 workingDay
C-05b 3 workingDay
C-05c 5 workingDay
C-06 10 workingDay
C-07 2 workingDay
C-08 5 workingDay
C-08b 5 workingDay
C-09 15 workingDay
C-10 3 calendarMonth
C-11 1 calendarMonth
C-12 5 workingDay
C-13 10 workingDay
C-14 3 workingDay
C-15 5 workingDay
C-16 5 workingDay
C-17 10 workingDay
C-18 15 workingDay
C-19 30 calendarDay
C-20 15 workingDay
C-21 15 workingDay
C-22 60 calendarDay
C-23 30 calendarDay
C-24 0 onDate
C-25 30 calendarDay
C-26 0 yearDay
C-27 0 yearDay
C-28 12 calendarMonth
C-29 20 workingDay
C-30 30 calendarDay
C-31 5 workingDay
S-01 3 workingDay
S-01u 4 officeHour
S-02 5 workingDay
S-03 5 workingDay
S-04 3 workingDay
S-05 3 workingDay
S-06 30 calendarDay
`;

describe('the default rule pack', () => {
  test('has the clocks and lengths of C.2', () => {
    const lengths = Object.values(rules.clocks).map(({ id, amount, unit }) => `${id} ${amount} ${unit}`);
    expect(lengths).toEqual(LENGTHS.trim().split('\n'));
  });

  test('only three clocks do something when they run out', () => {
    const doing = Object.values(rules.clocks).filter(({ onDue }) => onDue.length > 0);
    expect(Object.fromEntries(doing.map(({ id, onDue }) => [id, onDue]))).toEqual({
      'C-12': ['expireMeeting'],
      'C-18': ['settleA', 'settleB', 'settleCD'],
      'C-24': ['missCommitment'],
    });
  });

  test('calendar limits move over days off; a promise keeps its date', () => {
    const rolling = Object.values(rules.clocks).filter(({ rollForward }) => rollForward);
    expect(rolling.map(({ id }) => id)).toEqual('C-10 C-11 C-19 C-22 C-23 C-25 C-26 C-27 C-28 C-30 S-06'.split(' '));
  });

  test('every clock has a name people read, and step ids are unique in each ladder', () => {
    for (const { label, ladder } of Object.values(rules.clocks)) {
      expect(label).toMatch(/\p{Script=Han}/u);
      expect(new Set(ladder.map(({ id }) => id)).size).toBe(ladder.length);
    }
  });

  test('the bot speaks as C.5 says', () => {
    expect(rules.speaking).toMatchObject({
      from: '08:30',
      pauseFrom: '12:00',
      pauseTo: '14:00',
      to: '18:00',
      liaisonBundlesPerDay: 1,
      memberPushesPerWeek: 3,
    });
    expect(rules.reasonMinChars).toBe(10);
  });
});
