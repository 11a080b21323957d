/** Cases in every state that can be, built by hand and not by events, for the grid. */
import type { Assignment, Case, Commitment, ResultClass } from '../../../src/domain/case.ts';
import { newCase } from '../../../src/domain/new-case.ts';
import { aWorld, FORM, givenIn, P } from './world.ts';

export interface Cell {
  readonly item: string;
  readonly a?: string;
  readonly co?: string;
  readonly c?: Commitment['state'];
  readonly resultClass?: ResultClass;
  readonly second?: boolean;
}

const items = (...states: readonly string[]): Cell[] => states.map((item) => ({ item }));
const desk = (item: string, ...states: readonly string[]): Cell[] => states.map((a) => ({ item, a }));

export const PROPOSAL_CELLS: readonly Cell[] = [
  ...items(
    '–',
    'draft',
    'cosigning',
    'submitted',
    'revising',
    'underReview',
    'filed',
    'notFiled',
    'merged',
    'converted',
  ),
  ...desk('withdrawn', 'voided'),
  ...desk('assigned', 'pendingReceipt', 'returnRequested'),
  ...desk('handling', 'working', 'replyDrafting', 'replyInReview', 'replyReturned', 'reworking'),
  { item: 'handling', a: 'working', co: 'working' },
  { item: 'handling', a: 'replyDrafting', co: 'opinionGiven' },
  { item: 'rehandling', a: 'reworking', second: true },
  ...(['A', 'B', 'C'] as const).map((resultClass) => ({ item: 'replied', a: 'repliedOut', resultClass })),
  { item: 'tracking', a: 'repliedOut', c: 'open', resultClass: 'B' },
  { item: 'verifying', a: 'repliedOut', c: 'claimed', resultClass: 'B' },
  { item: 'verifying', a: 'repliedOut', resultClass: 'A' },
  ...desk('closed', 'done'),
  ...desk('archived', 'done'),
];

export const OPINION_CELLS: readonly Cell[] = [
  ...items('–', 'draft', 'submitted', 'returned', 'kept', 'combined', 'editing', 'inReview', 'awaitingIssue', 'issued'),
  ...items('answered', 'closedOut', 'converted'),
  { item: 'referred', a: 'pendingReceipt' },
];

const settledAs = (resultClass: ResultClass): 'A' | 'B' | 'CD' =>
  resultClass === 'A' || resultClass === 'B' ? resultClass : 'CD';

const assignment = (id: string, unit: string, kind: Assignment['kind'], state: string, cell: Cell): Assignment => ({
  id,
  unit,
  unitName: `${unit}局`,
  kind,
  state,
  round: cell.second ? 2 : 1,
  assignedAt: aWorld().now,
  receivedAt: aWorld().now,
  returns: 0,
  settled: ['tracking', 'verifying', 'closed', 'archived'].includes(cell.item),
  ...(cell.resultClass ? { resultClass: cell.resultClass, settledAs: settledAs(cell.resultClass) } : {}),
  ...(cell.second ? { secondHandling: true } : {}),
  meetings: (['before', 'during', 'after'] as const).map((stage) => ({
    id: `${id}-${stage}`,
    stage,
    form: {},
    recordedBy: 'liaison',
    recordedAt: aWorld().now,
    confirm: stage === 'after' ? 'pending' : 'confirmed',
  })),
  progress: [],
  replies: [
    { round: 1, form: {}, resultClass: cell.resultClass ?? 'A', signedBy: 'deputy', submittedAt: aWorld().now },
  ],
  replyDraft: {},
});

export function caseIn(cell: Cell, kind: string): Case | null {
  if (cell.item === '–') return null;
  const kase = newCase({ committee: 'yunchuan', id: 'c1', kind }, P.author, givenIn(aWorld()));
  const promise: Commitment[] = cell.c
    ? [
        {
          id: 'c-1',
          assignment: 'a-1',
          unit: 'u1',
          measure: '印发指引',
          person: '程砚田',
          dueOn: '2026-09-30',
          state: cell.c,
          missed: false,
          evidence: [],
        },
      ]
    : [];
  const own = cell.a ? [assignment('a-1', 'u1', cell.co ? 'host' : 'sole', cell.a, cell)] : [];
  const received = own.map((one) => {
    const { receivedAt, ...fresh } = one;
    return cell.item === 'assigned' ? fresh : one;
  });
  return {
    ...kase,
    state: cell.item,
    version: 5,
    serialNo: '2026-0001',
    publicNo: '058',
    form: FORM,
    title: FORM.title,
    authors: [
      ...kase.authors,
      { person: 'coSigner', name: '周若宁', role: 'coSigner' },
      { person: 'invitee', name: '陆青禾', role: 'invited' },
    ],
    assignments: [...received, ...(cell.co ? [assignment('co-1', 'u2', 'co', cell.co, cell)] : [])],
    commitments: promise,
    flags: ['before:submitted'],
  };
}
