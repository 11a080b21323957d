/** Reminder ladders of C.3 and of the small clocks in C.2, as data. `at` counts in Asia/Shanghai. */
import type { Audience } from './kind.ts';
import type { LadderStep, StepMoment } from './rules.ts';

const MORNING = '08:30';
/** Section G has no text of its own for every reminder: 到期提醒 serves. */
const GENERIC = 'G-18';
const OVERDUE = 'G-19';

const UNIT_DESK = ['unitLiaison', 'unitDeputy'] as const;
const UNIT_ALL = ['unitLiaison', 'unitDeputy', 'unitHead'] as const;

const daysBefore = (days: number): StepMoment => ({ kind: 'daysBefore', days });
const workingDaysBefore = (days: number): StepMoment => ({ kind: 'workingDaysBefore', days });

interface Big {
  readonly text?: string;
  /** Office that watches the clock: told on the last day and when it is over. */
  readonly office?: Audience;
  /** The head of the unit is told from the start (C-19). */
  readonly headFromStart?: boolean;
}

/** The full ladder R0–R7 with E1 (C.3, C.4). The order of the steps decides which of two on one day is sent. */
export function fullLadder({ text = GENERIC, office = 'proposalStaff', headFromStart = false }: Big = {}) {
  const head: readonly Audience[] = headFromStart ? ['unitHead'] : [];
  const card = { at: MORNING, text } as const;
  return [
    { ...card, id: 'R0', when: { kind: 'start' }, to: [...UNIT_DESK, ...head], urgency: 'reminder' },
    { ...card, id: 'R1', when: { kind: 'half' }, to: ['unitLiaison', ...head], urgency: 'reminder' },
    {
      ...card,
      id: 'R2',
      when: daysBefore(30),
      to: ['unitLiaison', ...head],
      urgency: 'reminder',
      yieldsToStart: true,
    },
    { ...card, id: 'R3', when: daysBefore(15), to: [...UNIT_DESK, ...head], urgency: 'reminder', colour: '蓝' },
    {
      ...card,
      id: 'R4',
      when: daysBefore(7),
      to: [...UNIT_DESK, ...head],
      toIfKey: ['unitHead'],
      urgency: 'reminder',
      colour: '蓝',
    },
    { ...card, id: 'R5', when: workingDaysBefore(3), to: UNIT_ALL, urgency: 'urgent', colour: '黄', mustRead: true },
    { ...card, id: 'R6', when: workingDaysBefore(1), at: '09:00', to: UNIT_ALL, urgency: 'urgent', colour: '黄' },
    { ...card, id: 'R7', when: daysBefore(0), at: '15:00', to: [...UNIT_ALL, office], urgency: 'urgent', colour: '黄' },
    {
      ...card,
      id: 'E1',
      when: { kind: 'workingDaysAfter', days: 1 },
      to: [...UNIT_ALL, office],
      text: OVERDUE,
      urgency: 'urgent',
    },
  ] as const satisfies readonly LadderStep[];
}

const remind = (id: string, when: StepMoment, to: readonly Audience[], text = GENERIC): LadderStep => ({
  id,
  when,
  at: MORNING,
  to,
  text,
  urgency: 'reminder',
});

/** T-n days. */
export const before = (days: number, to: readonly Audience[], text?: string): LadderStep =>
  remind(`T-${days}d`, daysBefore(days), to, text);

/** T-n working days. */
export const beforeWd = (days: number, to: readonly Audience[], text?: string): LadderStep =>
  remind(`T-${days}WD`, workingDaysBefore(days), to, text);

/** T-0: the morning of the last day. */
export const onTheDay = (to: readonly Audience[], text?: string): LadderStep => remind('T-0', daysBefore(0), to, text);

/** +n working days: it is over and somebody else hears of it. */
export const after = (days: number, to: readonly Audience[], text = OVERDUE): LadderStep =>
  remind(`+${days}WD`, { kind: 'workingDaysAfter', days }, to, text);

/** Day n of a clock that counts working days (the day after the start is day 1). */
export const onDay = (days: number, to: readonly Audience[], text?: string): LadderStep =>
  remind(`day${days}`, { kind: 'workingDaysAfterStart', days }, to, text);

export const atHalf = (to: readonly Audience[], text?: string): LadderStep =>
  remind('half', { kind: 'half' }, to, text);

export const lastHours = (hours: number, to: readonly Audience[], text?: string): LadderStep =>
  remind(`T-${hours}h`, { kind: 'hoursBefore', hours }, to, text);

/** Clocks that only the office sees: the day before and the day itself. */
export const officeOnly = (...to: readonly Audience[]): readonly LadderStep[] => [beforeWd(1, to), onTheDay(to)];
