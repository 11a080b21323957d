import type { Deps } from '../src/deps.ts';
import type { Case, CivilDate, Clock } from '../src/domain/case.ts';
import { addDays, civilDate, instantAt, isoWeek, mondayOf } from '../src/domain/civil-date.ts';
import type { TallyRow } from '../src/store/records.ts';

/** A metric's name and its sum, e.g. `replied`, `repliedOnTime` (domain.md F.2). A metric nobody counted is missing. */
export type Sums = Readonly<Record<string, number>>;

export interface DigestItem {
  readonly case: string;
  readonly kind: string;
  readonly publicNo: string | null;
  readonly title: string;
}

/** A clock that has run out or runs out in the week that begins. */
export interface DigestConcern extends DigestItem {
  readonly ruleId: string;
  readonly unit: string | null;
  readonly dueOn: CivilDate;
  readonly isOverdue: boolean;
}

/** What the week's digest says (G-80): sums of tallies, with the items they were counted from. */
export interface DigestFigures {
  /** ISO week that is reported, e.g. `2026-W10`; `from` Monday, `to` Sunday. */
  readonly week: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Sent after its time, made up for an outage. */
  readonly isLate: boolean;
  readonly thisWeek: Sums;
  /** Of the ISO year up to and with this week, and up to the week before (for "上周"). */
  readonly thisYear: Sums;
  readonly thisYearBefore: Sums;
  /** Per metric, the items counted this week. */
  readonly items: Readonly<Record<string, readonly DigestItem[]>>;
  /** Most urgent first. */
  readonly concerns: readonly DigestConcern[];
  /** Members with any counted act on their items this week. */
  readonly activeMembers: number;
  /** Members without any for 90 days (13 whole weeks of tallies). A number only: who they are is not in the digest. */
  readonly silentMembers: number;
}

type FigureDeps = Pick<Deps, 'store' | 'directory'>;

/** @param dueAt instant of the digest: it reports the week before */
export async function digestFigures(deps: FigureDeps, dueAt: Date, isLate: boolean): Promise<DigestFigures> {
  const from = addDays(mondayOf(civilDate(dueAt)), -7);
  const week = isoWeek(instantAt(from, '12:00'));
  const weeks = weeksUpTo(week);
  const [thisWeek, thisYear, thisYearBefore, rows] = await Promise.all([
    sumsOf(deps, [week]),
    sumsOf(deps, weeks),
    sumsOf(deps, weeks.slice(0, -1)),
    deps.store.tallies.find({ week }),
  ]);
  const cases = await casesById(deps, [...new Set(rows.map((row) => row.case))]);
  return {
    week,
    from,
    to: addDays(from, 6),
    isLate,
    thisWeek,
    thisYear,
    thisYearBefore,
    items: itemsOf(rows, cases),
    concerns: await concernsOf(deps, dueAt),
    ...(await participationOf(deps, from, [...cases.values()])),
  };
}

const SILENT_WEEKS = 13;

async function participationOf(
  deps: FigureDeps,
  from: CivilDate,
  ofWeek: readonly Case[],
): Promise<Pick<DigestFigures, 'activeMembers' | 'silentMembers'>> {
  const weeks = Array.from({ length: SILENT_WEEKS }, (_, back) =>
    isoWeek(instantAt(addDays(from, -7 * back), '12:00')),
  );
  const recent = await deps.store.tallies.find({ week: { $in: weeks } });
  const acted = authorsOf([...(await casesById(deps, [...new Set(recent.map((row) => row.case))])).values()]);
  const active = authorsOf(ofWeek);
  const members = deps.directory.byRole('member');
  return {
    activeMembers: members.filter((id) => active.has(id)).length,
    silentMembers: members.filter((id) => !acted.has(id)).length,
  };
}

const authorsOf = (cases: readonly Case[]): ReadonlySet<string> =>
  new Set(cases.flatMap((kase) => kase.authors.map((author) => author.person)));

function weeksUpTo(week: string): string[] {
  const [year, last] = week.split('-W');
  return Array.from({ length: Number(last) }, (_, index) => `${year}-W${String(index + 1).padStart(2, '0')}`);
}

async function sumsOf(deps: FigureDeps, weeks: readonly string[]): Promise<Sums> {
  if (weeks.length === 0) return {};
  return Object.fromEntries(await deps.store.tallies.sums({ week: { $in: weeks } }, 'metric', 'value'));
}

async function casesById(deps: FigureDeps, ids: readonly string[]): Promise<ReadonlyMap<string, Case>> {
  const rows = ids.length > 0 ? await deps.store.cases.find({ _id: { $in: ids } }) : [];
  return new Map(rows.map((row) => [row._id, row]));
}

const itemOf = ({ id, kind, publicNo, title }: Case): DigestItem => ({ case: id, kind, publicNo, title });

function itemsOf(rows: readonly TallyRow[], cases: ReadonlyMap<string, Case>): Record<string, DigestItem[]> {
  const items: Record<string, DigestItem[]> = {};
  for (const row of rows) {
    const kase = cases.get(row.case);
    if (!kase) continue;
    items[row.metric] ??= [];
    items[row.metric]?.push(itemOf(kase));
  }
  return items;
}

/** Cases with something due within the week, by the index; overdue ones still have later steps of their ladder before them. */
async function concernsOf(deps: FigureDeps, dueAt: Date): Promise<DigestConcern[]> {
  const end = instantAt(addDays(mondayOf(civilDate(dueAt)), 7), '00:00');
  const cases = await deps.store.cases.find({ nextDueAt: { $lte: end } });
  const concerns = cases.flatMap((kase) =>
    kase.clocks
      .filter((clock) => clock.stoppedAt === null && clock.dueAt < end)
      .map((clock) => concernOf(kase, clock, dueAt)),
  );
  return concerns.sort((a, b) => a.dueOn.localeCompare(b.dueOn) || a.case.localeCompare(b.case));
}

function concernOf(kase: Case, clock: Clock, now: Date): DigestConcern {
  const assignment = kase.assignments.find((one) => one.id === clock.subject);
  return {
    ...itemOf(kase),
    ruleId: clock.ruleId,
    unit: assignment?.unitName ?? null,
    dueOn: civilDate(clock.dueAt),
    isOverdue: clock.dueAt < now,
  };
}
