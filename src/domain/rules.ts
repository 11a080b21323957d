/** The rule pack: every limit, ladder and switch as data (decisions.md 15). Defaults: default-rules.ts. */

export type LengthUnit = 'workingDay' | 'calendarDay' | 'calendarMonth' | 'hour' | 'onDate';

export interface ClockRule {
  /** e.g. 'C-10' */
  readonly id: string;
  readonly label: string;
  /** `onDate`: due on the date the subject carries (a promise). */
  readonly unit: LengthUnit;
  readonly amount: number;
  /** Move a calendar limit that ends on a day off to the next working day (C.1 rule 4). */
  readonly rollForward: boolean;
  readonly ladder: readonly LadderStep[];
  /** Runs out without an event: what the sweep fires then, if anything (e.g. 'settleB'). */
  readonly onDue: readonly string[];
}

export interface LadderStep {
  /** R0 … R7, E1, or the clock's own step, e.g. 'day5'. */
  readonly id: string;
  readonly when:
    | { readonly kind: 'start' }
    | { readonly kind: 'half' }
    | { readonly kind: 'daysBefore'; readonly days: number }
    | { readonly kind: 'workingDaysBefore'; readonly days: number }
    | { readonly kind: 'workingDaysAfter'; readonly days: number }
    | { readonly kind: 'daysAfterStart'; readonly days: number };
  /** Local hour:minute at which it is due, default 08:30 of the day. */
  readonly at: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly urgency: 'reminder' | 'urgent';
}

export interface Calendar {
  /** Years with an official arrangement. */
  readonly officialYears: readonly number[];
  /** Days off that are weekdays, and make-up working days (调休), `YYYY-MM-DD`. */
  readonly daysOff: ReadonlySet<string>;
  readonly makeUpDays: ReadonlySet<string>;
  /** Fixed first days of statutory holidays, for years without an arrangement (C.1 rule 6), `MM-DD` plus lunar ones by year. */
  readonly provisionalDaysOff: ReadonlySet<string>;
  readonly names: Readonly<Record<string, string>>;
}

export interface Rules {
  readonly version: string;
  readonly committeeName: string;
  readonly termMeeting: string;
  readonly officePhone: string;
  readonly clocks: Readonly<Record<string, ClockRule>>;
  readonly calendar: Calendar;
  /** C.5 */
  readonly speaking: {
    readonly from: string;
    readonly to: string;
    readonly pauseFrom: string;
    readonly pauseTo: string;
    readonly memberPushesPerWeek: number;
    readonly digestWeekday: 1;
    readonly digestAt: string;
    readonly digestSendMinute: number;
  };
  /** Reasons need this many characters (A.2 rule 5). */
  readonly reasonMinChars: number;
  /** Signers of a cross-off: 2 at city level, 1 at county level (B.1.3 50). */
  readonly verifySigners: number;
  readonly raters: 'firstProposer' | 'all';
  readonly commitmentMaxMonths: number;
  readonly categories: { readonly proposal: readonly string[]; readonly opinionReport: readonly string[] };
  readonly classTexts: Readonly<Record<'A' | 'B' | 'C' | 'D', string>>;
}
