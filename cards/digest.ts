/** The weekly digest (G-80): text for the chairs' group, a card for each chair, and the lists behind the figures. */
import type { CaseId } from '../src/domain/case.ts';
import type { Rules } from '../src/domain/rules.ts';
import type { Card } from './card.ts';
import { type ListItem, listBody, openButtons } from './list-lines.ts';
import { typeset } from './typeset.ts';
import { type WordKey, words } from './words.ts';

/** Group robot text (wecom.md): more is refused. */
const MAX_BYTES = 2048;

export interface DigestEntry {
  readonly case: CaseId;
  readonly title: string;
  readonly no: string;
}

export interface DigestFigures {
  readonly year: number;
  readonly week: number;
  /** As people read them, e.g. 3月2日. */
  readonly from: string;
  readonly to: string;
  /** Verified this year, and of how many promised (办成率); `before` is last week's rate in percent. */
  readonly verified: number;
  readonly verifiedRate: { readonly of: number; readonly before: number | null };
  readonly promisesKept: number;
  readonly promisesDue: number;
  /** 本周要紧的事, the most pressing first; whole sentences. */
  readonly lines: readonly string[];
  /** 各位主席领衔督办, one sentence each. */
  readonly led: readonly string[];
  readonly proposals: {
    readonly filed: number;
    readonly replied: number;
    readonly onTime: number;
    readonly satisfied: number;
    readonly rated: number;
    readonly rehandled: number;
  };
  readonly opinion: {
    readonly submitted: number;
    readonly issued: number;
    readonly adopted: number;
    readonly instructed: number;
  };
  readonly participation: { readonly active: number; readonly silent: number };
  /** Root of the week's audit chains, printed so that the figures can be checked later. */
  readonly root?: string;
  readonly lists: Readonly<Record<string, readonly DigestEntry[]>>;
}

/** Figures whose list a button opens, in the order of the digest. */
const LISTS: Readonly<Record<string, WordKey>> = {
  verified: 'digest.listVerified',
  promises: 'digest.listPromises',
  late: 'digest.listLate',
  filed: 'digest.listFiled',
  replied: 'digest.listReplied',
  rehandled: 'digest.listRehandled',
  opinion: 'digest.listOpinion',
  instructed: 'digest.listInstructed',
};
const MAX_BUTTONS = 6;

const percent = (part: number, of: number): string =>
  of === 0 ? words('digest.none') : `${Math.round((part / of) * 100)}%`;
const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/** At most 2048 bytes: the least pressing sentences give way, never a figure. */
export function digestText(figures: DigestFigures, rules: Rules): string {
  for (let kept = figures.lines.length + figures.led.length; kept >= 0; kept -= 1) {
    const lines = figures.lines.slice(0, Math.min(figures.lines.length, kept));
    const led = figures.led.slice(0, Math.max(0, kept - figures.lines.length));
    const text = [head(figures, rules), body({ ...figures, lines, led })].join('\n');
    if (bytesOf(text) <= MAX_BYTES) return text;
  }
  throw new RangeError(`digest: ${figures.year}-W${figures.week} is longer than ${MAX_BYTES} bytes without any line`);
}

const head = ({ year, week, from, to }: DigestFigures, rules: Rules): string =>
  words('digest.head', { year, week, from, to, committee: rules.committeeName });

const NUMERALS = '一二三四五六七';

/** Sections with nothing to say are left out, and the others are numbered on. */
function body(figures: DigestFigures): string {
  const { proposals, opinion, participation } = figures;
  const sections = [
    [words('digest.effect'), effectLine(figures)],
    section(
      'digest.pressing',
      figures.lines.map((line, index) => `  ${index + 1}. ${typeset(line)}`),
    ),
    section(
      'digest.led',
      figures.led.map((line) => `  ${line}`),
    ),
    [words('digest.proposals', { ...proposals })],
    [words('digest.opinion', { ...opinion })],
    [words('digest.participation', { ...participation })],
  ].filter((lines) => lines.length > 0);
  const numbered = sections.map(([title, ...lines], index) => [`${NUMERALS[index]}、${title}`, ...lines].join('\n'));
  return [...numbered, ...(figures.root ? [words('digest.root', { root: figures.root })] : [])].join('\n');
}

const section = (title: WordKey, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? [words(title), ...lines] : [];

const effectLine = ({ verified, verifiedRate, promisesKept, promisesDue }: DigestFigures): string =>
  words('digest.effectLine', {
    verified,
    rate: percent(verified, verifiedRate.of),
    before: verifiedRate.before === null ? words('digest.none') : `${verifiedRate.before}%`,
    kept: promisesKept,
    due: promisesDue,
  });

/** To each chair: the effect first, then the figures, each with its list. */
export function digestCard(figures: DigestFigures, rules: Rules): Card {
  const { proposals, opinion, verified, verifiedRate } = figures;
  const lists = Object.entries(LISTS).filter(([which]) => (figures.lists[which]?.length ?? 0) > 0);
  return {
    title: words('digest.title', { week: figures.week }),
    note: words('digest.span', { from: figures.from, to: figures.to, committee: rules.committeeName }),
    body:
      figures.lines
        .slice(0, 3)
        .map((line, index) => `${index + 1}. ${typeset(line)}`)
        .join('\n') || words('digest.calm'),
    facts: [
      {
        label: words('digest.factVerified'),
        value: words('digest.factVerifiedValue', { verified, rate: percent(verified, verifiedRate.of) }),
      },
      { label: words('digest.factPromises'), value: `${figures.promisesKept}/${figures.promisesDue}` },
      { label: words('digest.factProposals'), value: words('digest.factProposalsValue', { ...proposals }) },
      { label: words('digest.factSatisfied'), value: `${proposals.satisfied}/${proposals.rated}` },
      { label: words('digest.factOpinion'), value: words('digest.factOpinionValue', { ...opinion }) },
      { label: words('digest.factActive'), value: words('digest.factActiveValue', { ...figures.participation }) },
    ],
    selectors: [],
    buttons: lists.slice(0, MAX_BUTTONS).map(([which, key], index) => ({
      action: `digest:${which}`,
      text: words(key),
      tone: index === 0 ? ('primary' as const) : ('plain' as const),
      subject: `${figures.year}-W${String(figures.week).padStart(2, '0')}`,
    })),
    about: null,
  };
}

/** The items one figure was counted from. */
export function digestList(figures: DigestFigures, which: string): Card {
  const entries = figures.lists[which] ?? [];
  const key = LISTS[which];
  const items = entries.map(
    (entry): ListItem => ({
      caseId: entry.case,
      short: words('number.public', { no: entry.no }),
      lead: `${words('number.public', { no: entry.no })} `,
      title: entry.title,
    }),
  );
  return {
    title: words('digest.listTitle', { week: figures.week, list: key ? words(key) : which }),
    note: words('digest.listCount', { n: entries.length }),
    body: items.length > 0 ? listBody(items) : words('digest.listEmpty'),
    facts: [],
    selectors: [],
    buttons: openButtons(items),
    about: null,
  };
}
