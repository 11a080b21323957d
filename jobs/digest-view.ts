import type { DigestEntry, DigestFigures as DigestView } from '../cards/digest.ts';
import { addDays, formatDay, instantAt, mondayOf } from '../src/domain/civil-date.ts';
import { kindOf } from '../src/domain/kinds/kinds.ts';
import type { Rules } from '../src/domain/rules.ts';
import type { DigestConcern, DigestFigures, DigestItem } from './digest-figures.ts';

const OPINION = 'opinionReport';
const MAX_LINES = 5;

/** The counted figures as the chairs' digest shows them; each list holds exactly what its figure counted (F.1 rule 2). */
export function digestView(figures: DigestFigures, rules: Rules): DigestView {
  const [year = '', week = ''] = figures.week.split('-W');
  const { thisYear, thisYearBefore, items } = figures;
  const before = thisYearBefore.replied ?? 0;
  const concerns = figures.concerns.filter(waitsForSomebody);
  const ofOpinion = (metric: string) => (items[metric] ?? []).filter((item) => item.kind === OPINION);
  const ofProposal = (metric: string) => (items[metric] ?? []).filter((item) => item.kind !== OPINION);
  return {
    year: Number(year),
    week: Number(week),
    from: short(figures.from),
    to: short(figures.to),
    verified: thisYear.verified ?? 0,
    verifiedRate: {
      of: thisYear.replied ?? 0,
      before: before === 0 ? null : percent(thisYearBefore.verified ?? 0, before),
    },
    promisesKept: thisYear.promiseClaimedOnTime ?? 0,
    promisesDue: (thisYear.promiseClaimedOnTime ?? 0) + (thisYear.promiseMissed ?? 0) + (thisYear.promiseBroken ?? 0),
    lines: concerns.slice(0, MAX_LINES).map((concern) => lineOf(concern, rules)),
    led: [],
    proposals: {
      filed: thisYear.filed ?? 0,
      replied: thisYear.replied ?? 0,
      onTime: thisYear.repliedOnTime ?? 0,
      satisfied: (thisYear.satisfied ?? 0) + (thisYear.basicallySatisfied ?? 0),
      rated: thisYear.feedback ?? 0,
      rehandled: thisYear.secondHandling ?? 0,
    },
    opinion: {
      submitted: ofOpinion('submitted').length,
      issued: ofOpinion('issued').length,
      adopted: ofOpinion('adopted').length,
      instructed: ofOpinion('instructed').length,
    },
    participation: { active: figures.activeMembers, silent: figures.silentMembers },
    lists: {
      verified: ofProposal('verified').map(entryOf),
      promises: ['promiseClaimedOnTime', 'promiseMissed', 'promiseBroken'].flatMap(ofProposal).map(entryOf),
      late: concerns.filter((concern) => concern.isOverdue).map(entryOf),
      filed: ofProposal('filed').map(entryOf),
      replied: ofProposal('replied').map(entryOf),
      rehandled: ofProposal('secondHandling').map(entryOf),
      opinion: ['submitted', 'issued', 'adopted'].flatMap((metric) => ofOpinion(metric)).map(entryOf),
      instructed: ofOpinion('instructed').map(entryOf),
    },
  };
}

/** The instant of the digest that reports this ISO week, for counting it again a year later. */
export function digestInstant(week: string): Date | null {
  const [year, number] = week.split('-W').map(Number);
  if (!year || !number || number > 53) return null;
  const firstMonday = mondayOf(`${year}-01-04`);
  return instantAt(addDays(firstMonday, number * 7), '09:03');
}

/** A right or a chance that lapses by itself (申请退办, the time for a rating) is nobody's delay: no chair can act on it. */
const waitsForSomebody = ({ kind, ruleId }: DigestConcern): boolean => !kindOf(kind)?.runsOut.includes(ruleId);

const percent = (part: number, of: number): number => Math.round((part / of) * 100);
/** 3月2日, without the weekday: two of them stand in one line. */
const short = (date: string): string => formatDay(date).replace(/（.*$/, '');

const entryOf = (item: DigestItem): DigestEntry => ({ case: item.case, title: item.title, no: item.publicNo ?? '—' });

function lineOf(concern: DigestConcern, rules: Rules): string {
  const name = concern.publicNo ? `第${concern.publicNo}号` : `《${concern.title.slice(0, 16)}》`;
  const what = rules.clocks[concern.ruleId]?.label ?? '期限';
  const unit = concern.unit ? `（${concern.unit}）` : '';
  return concern.isOverdue
    ? `${name}${what}已过${short(concern.dueOn)}${unit}`
    : `${name}${what}${formatDay(concern.dueOn)}到期${unit}`;
}
