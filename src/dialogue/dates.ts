import type { CivilDate } from '../domain/case.ts';
import { addDays, civilDate } from '../domain/civil-date.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

const PATTERNS: readonly RegExp[] = [
  /(?<y>\d{4})\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})/,
  /(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})\s*日?/,
];
const NEAR: Readonly<Record<string, number>> = { 前天: -2, 昨天: -1, 今天: 0, 明天: 1, 后天: 2 };

/**
 * Reads a date as people type it: 2026-09-30, 2026年9月30日, 9月30日, 今天.
 * A date without a year is the nearest such date, past or coming by `lean`.
 * @returns null when it is no possible date.
 */
export function parseDate(text: string, now: Date, lean: 'past' | 'future' = 'future'): CivilDate | null {
  const today = civilDate(now);
  const near = Object.keys(NEAR).find((word) => text.includes(word));
  if (near) return addDays(today, NEAR[near] ?? 0);
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text)?.groups;
    if (!found) continue;
    const month = Number(found.m);
    const day = Number(found.d);
    const year = found.y ? Number(found.y) : yearFor(month, day, today, lean);
    if (!isPossible(year, month, day)) return null;
    return `${year}-${pad(month)}-${pad(day)}`;
  }
  return null;
}

function yearFor(month: number, day: number, today: CivilDate, lean: 'past' | 'future'): number {
  const year = Number(today.slice(0, 4));
  const thisYear = `${year}-${pad(month)}-${pad(day)}`;
  if (lean === 'future') return thisYear >= today ? year : year + 1;
  return thisYear <= today ? year : year - 1;
}

function isPossible(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
