/** What guards, changes and notices look at while one row is tried on one case. */
import type { Actor, Case, Clock } from './case.ts';
import type { Command, Given } from './command.ts';
import type { Kind, Row } from './kind.ts';
import type { Subject } from './subjects.ts';

export interface Context {
  readonly kase: Case;
  readonly kind: Kind;
  readonly row: Row;
  readonly subject: Subject;
  readonly command: Command;
  readonly given: Given;
}

export const dataOf = (ctx: Context): Readonly<Record<string, unknown>> => ctx.command.data ?? {};
export const actorOf = (ctx: Context): Actor => ctx.command.actor;

/** '' for everything that is not text: what people and files send is checked here, not trusted. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const NO = [undefined, null, '', false, '否', 'no', 'false'];
/** Ticked, agreed, 是. */
export const isYes = (value: unknown): boolean => !NO.some((no) => no === value);
export const isBlank = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : value === undefined || value === null || value === '';

/** The newest clock of a rule, stopped or not. */
export const lastClock = (kase: Case, ruleId: string, subject?: string): Clock | undefined =>
  kase.clocks.filter((clock) => clock.ruleId === ruleId && (subject === undefined || clock.subject === subject)).at(-1);

export const isOver = (kase: Case, ruleId: string, subject: string, now: Date): boolean => {
  const clock = lastClock(kase, ruleId, subject);
  return clock !== undefined && clock.dueAt <= now;
};
