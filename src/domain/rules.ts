/** The rule pack: every limit, ladder and switch as data (decisions.md 15). Defaults: default-rules.ts. */

/**
 * `hour`: elapsed hours. `officeHour`: hours in which the office speaks (C.5), at most `capHours` elapsed ones.
 * `onDate`: due on the date the subject carries (a promise). `yearDay`: on the next `MM-DD` of `yearDay`.
 */
export type LengthUnit = 'workingDay' | 'calendarDay' | 'calendarMonth' | 'hour' | 'officeHour' | 'onDate' | 'yearDay';

export interface ClockRule {
  /** e.g. 'C-10' */
  readonly id: string;
  readonly label: string;
  readonly unit: LengthUnit;
  readonly amount: number;
  /** Only for `officeHour`: due at the latest this many elapsed hours after the start. */
  readonly capHours?: number;
  /** Only for `yearDay`: `MM-DD`. */
  readonly yearDay?: string;
  /** Move a calendar limit that ends on a day off to the next working day (C.1 rule 4). */
  readonly rollForward: boolean;
  readonly ladder: readonly LadderStep[];
  /** Runs out without an event: what the sweep fires then; it tries each until one is allowed (e.g. 'settleB'). */
  readonly onDue: readonly string[];
}

export type StepMoment =
  | { readonly kind: 'start' }
  | { readonly kind: 'half' }
  | { readonly kind: 'hoursBefore'; readonly hours: number }
  | { readonly kind: 'daysBefore'; readonly days: number }
  | { readonly kind: 'workingDaysBefore'; readonly days: number }
  | { readonly kind: 'workingDaysAfter'; readonly days: number }
  | { readonly kind: 'daysAfterStart'; readonly days: number }
  | { readonly kind: 'workingDaysAfterStart'; readonly days: number };

export interface LadderStep {
  /** R0 … R7, E1, or the clock's own step, e.g. 'day5'. The order in the ladder is the order of the numbers. */
  readonly id: string;
  readonly when: StepMoment;
  /** Local hour:minute at which it is due, default 08:30 of the day. Clocks counted in hours ignore it. */
  readonly at: string;
  readonly to: readonly string[];
  /** Told as well when the item is key or collective (R4). */
  readonly toIfKey?: readonly string[];
  readonly text: string;
  readonly urgency: 'reminder' | 'urgent';
  /** Gives way to the start step of the same day (R2 to R0), where else the later-numbered step is the one sent. */
  readonly yieldsToStart?: true;
  /** Colour word of C.3. */
  readonly colour?: '蓝' | '黄';
  /** Carries the platform's 'must read' mark (R5). */
  readonly mustRead?: true;
}

export interface Calendar {
  /** Years with an official arrangement. */
  readonly officialYears: readonly number[];
  /** Every day of each holiday as arranged, weekends in it too, and the make-up working days (调休), `YYYY-MM-DD`. */
  readonly daysOff: ReadonlySet<string>;
  readonly makeUpDays: ReadonlySet<string>;
  /** First days of the statutory holidays, for years without an arrangement (C.1 rule 6): `MM-DD` each year, lunar ones as full dates. */
  readonly provisionalDaysOff: ReadonlySet<string>;
  /** Name of the holiday by date, keys as in the sets above. */
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
    /** The plenary meeting: longer hours every day of it, without the pause at noon. */
    readonly plenary?: { readonly first: string; readonly last: string; readonly from: string; readonly to: string };
    /** Bundled messages a day to a unit liaison. */
    readonly liaisonBundlesPerDay: number;
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
