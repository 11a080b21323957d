/** The deadlines of domain.md C.2 that the tables of proposals and opinion reports name. Data, one row a clock. */
import {
  after,
  atHalf,
  before,
  beforeWd,
  fullLadder,
  lastHours,
  officeOnly,
  onDay,
  onTheDay,
} from './default-ladders.ts';
import type { ClockRule, LadderStep } from './rules.ts';

interface More {
  readonly ladder?: readonly LadderStep[];
  readonly onDue?: readonly string[];
}
type Length = Pick<ClockRule, 'unit' | 'amount' | 'capHours' | 'yearDay'>;

const workingDays = (amount: number): Length => ({ unit: 'workingDay', amount });
const days = (amount: number): Length => ({ unit: 'calendarDay', amount });
const months = (amount: number): Length => ({ unit: 'calendarMonth', amount });
const hours = (amount: number): Length => ({ unit: 'hour', amount });
/** The date is written in this year's notice; the rule pack changes it. */
const eachYearOn = (yearDay: string): Length => ({ unit: 'yearDay', amount: 0, yearDay });

function clock(id: string, label: string, length: Length, { ladder = [], onDue = [] }: More = {}): ClockRule {
  // Working days never end on a day off; a promise keeps the very date that was promised.
  const rollForward = ['calendarDay', 'calendarMonth', 'yearDay'].includes(length.unit);
  return { id, label, ...length, rollForward, ladder, onDue };
}

const FILING: readonly ClockRule[] = [
  clock('C-02', '联名', hours(24), { ladder: [atHalf(['coSigners'], 'G-03'), lastHours(1, ['coSigners'], 'G-03')] }),
  clock('C-03', '初审', workingDays(5), { ladder: officeOnly('proposalStaff') }),
  clock('C-04', '退回修改', workingDays(5), { ladder: [beforeWd(2, ['author']), onTheDay(['author'])] }),
  clock('C-05', '立案审定', workingDays(10), { ladder: officeOnly('proposalDirector') }),
  clock('C-05b', '不予立案告知', workingDays(3), { ladder: officeOnly('proposalStaff') }),
  clock('C-05c', '申请复核', workingDays(5)),
  clock('C-06', '交办', workingDays(10), { ladder: [before(7, ['proposalStaff', 'assignOffice'])] }),
];

const HANDLING: readonly ClockRule[] = [
  clock('C-07', '签收', workingDays(2), { ladder: [onTheDay(['unitLiaison']), after(1, ['unitDeputy'])] }),
  clock('C-08', '申请退办', workingDays(5), { ladder: [beforeWd(1, ['unitLiaison'])] }),
  clock('C-08b', '退办和增办审定', workingDays(5), {
    ladder: [...officeOnly('assignOffice'), after(1, ['secretaryGeneral'])],
  }),
  clock('C-09', '办前见面', workingDays(15), {
    ladder: [beforeWd(5, ['unitLiaison']), beforeWd(2, ['unitLiaison']), onTheDay(['unitLiaison'])],
  }),
  clock('C-10', '提案答复', months(3), { ladder: fullLadder() }),
  clock('C-11', '会办意见', months(1), {
    ladder: [
      before(7, ['unitLiaison'], 'G-21'),
      beforeWd(3, ['unitLiaison'], 'G-21'),
      onTheDay(['unitLiaison'], 'G-21'),
      after(1, ['hostUnit', 'proposalStaff'], 'G-21'),
    ],
  }),
  clock('C-12', '见面确认', workingDays(5), {
    ladder: [beforeWd(2, ['author'], 'G-20'), onTheDay(['proposalStaff'], 'G-20')],
    onDue: ['expireMeeting'],
  }),
  // Not a clock of its own: the last moment to ask for an extension lies this long before C-10.
  clock('C-13', '申请延期', workingDays(10)),
  clock('C-14', '延期审批', workingDays(3)),
  clock('C-15', '答复审核', workingDays(5), { ladder: officeOnly('proposalStaff') }),
  clock('C-16', '修改答复', workingDays(5), { ladder: [beforeWd(2, ['unitLiaison'])] }),
  clock('C-17', '办后见面', workingDays(10), { ladder: [beforeWd(3, ['unitLiaison'])] }),
  clock('C-18', '反馈', workingDays(15), {
    ladder: [
      ...[5, 10, 14].map((day) => onDay(day, ['author'], 'G-25')),
      onTheDay(['proposalStaff'], 'G-25'), // who telephones
    ],
    onDue: ['settleA', 'settleB', 'settleCD'],
  }),
];

const TRACKING: readonly ClockRule[] = [
  clock('C-19', '再次办理', days(30), { ladder: fullLadder({ headFromStart: true }) }),
  clock('C-20', '面对面协商', workingDays(15), { ladder: officeOnly('proposalStaff', 'assignOffice') }),
  clock('C-21', '办理方案', workingDays(15), { ladder: [beforeWd(3, ['unitLiaison'])] }),
  clock('C-22', '领办督办', days(60)), // a line of the leader's digest, no pushes
  clock('C-23', '核查', days(30), { ladder: [before(7, ['verifier']), onTheDay(['verifier'])] }),
  clock(
    'C-24',
    '承诺事项',
    { unit: 'onDate', amount: 0 },
    { ladder: fullLadder({ text: 'G-30' }), onDue: ['missCommitment'] },
  ),
  clock('C-25', '整改', days(30), { ladder: fullLadder() }),
  clock('C-26', '回头看', eachYearOn('11-20'), { ladder: [before(7, ['unitLiaison'])] }),
  clock('C-27', '办理总结', eachYearOn('11-30'), { ladder: [before(10, ['unitLiaison'])] }),
  clock('C-28', 'C类再看', months(12), { ladder: officeOnly('proposalStaff') }),
  clock('C-29', '答复公开', workingDays(20)),
  clock('C-30', '无进展提示', days(30)), // computed from the last event or note; read by the owner's list
  clock('C-31', '督办记录', workingDays(5)), // a line of the digest
];

const OPINION_REPORTS: readonly ClockRule[] = [
  clock('S-01', '筛选', workingDays(3), { ladder: [onTheDay(['infoEditor']), after(2, ['infoReviewer'])] }),
  clock(
    'S-01u',
    '急事急报筛选',
    { unit: 'officeHour', amount: 4, capHours: 24 },
    { ladder: [{ ...atHalf(['infoEditor']), urgency: 'urgent' }] },
  ),
  clock('S-02', '补充情况', workingDays(5), { ladder: [beforeWd(1, ['author'])] }),
  clock('S-03', '编辑', workingDays(5), { ladder: officeOnly('infoEditor') }),
  clock('S-04', '审核签发', workingDays(3), { ladder: officeOnly('infoReviewer', 'infoIssuer') }),
  clock('S-05', '告知结果', workingDays(3), { ladder: officeOnly('infoEditor') }),
  clock('S-06', '转办反馈', days(30), { ladder: fullLadder({ office: 'infoEditor' }) }),
];

export const DEFAULT_CLOCKS: Readonly<Record<string, ClockRule>> = Object.fromEntries(
  [...FILING, ...HANDLING, ...TRACKING, ...OPINION_REPORTS].map((rule) => [rule.id, rule]),
);
