/** Who is told with which text, against the table written by hand from domain.md; and who never is. */
import { describe, expect, test } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import { KINDS } from '../../../src/domain/kinds/kinds.ts';
import { OPINION_NOTICES, PROPOSAL_NOTICES } from './notice-table.ts';
import { filed, met, replyOf } from './story.ts';
import { act, aWorld, FORM, P } from './world.ts';

const TABLES = [
  ['proposal', PROPOSAL_NOTICES],
  ['opinionReport', OPINION_NOTICES],
] as const;

/** `10 file | assignOffice=X-10 authors=G-04`, readers sorted. */
const lineOf = (head: string, readers: readonly string[]): string => `${head} | ${[...readers].sort().join(' ')}`;

const parse = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [head = '', readers = ''] = line.split('|').map((part) => part.trim());
      return lineOf(
        head,
        readers
          .split(/\s+/)
          .filter(Boolean)
          .map((reader) => reader.replace('+', '')),
      );
    });

test.each(TABLES)('%s: every row tells exactly whom the table says, with its text', (name, table) => {
  const rows = KINDS[name]?.rows.map(({ n, event, notify }) =>
    lineOf(
      `${n} ${event}`,
      notify.map(({ to, text }) => `${to}=${text}`),
    ),
  );

  expect([...(rows ?? [])].sort()).toEqual(parse(table).sort());
});

test.each(TABLES)('a reader beyond domain.md is always explained in the table of %s', (_name, table) => {
  const lines = table.trim().split('\n');
  const unexplained = lines.filter((line, index) => {
    const event = line.split('|')[0];
    const before = lines.slice(0, index).findLast((other) => other.startsWith('#') || other.split('|')[0] !== event);
    return !line.startsWith('#') && line.includes('+') && !before?.startsWith('#');
  });

  expect(lines.filter((line) => line.includes('+')).length).toBeGreaterThan(3);
  expect(unexplained).toEqual([]);
});

const told = (kase: Case): string[] =>
  kase.effects.flatMap((effect) => (effect.type === 'obligation' ? [`${effect.text}→${effect.recipient}`] : [])).sort();

describe('whose turn it is learns of it', () => {
  test('the assigning office, once a proposal is filed', () => {
    expect(told(filed(aWorld()))).toEqual(['G-04→author', 'X-10→office']);
  });

  test("the deputy of the replying unit, once a reply is drafted, and no other unit's", () => {
    const world = aWorld();
    const drafted = act(world, met(world), P.liaison, 'draftReply', { ...replyOf('A') });

    expect(told(drafted)).toEqual(['X-33→deputy']);
  });

  test('the editor, once his report is approved and once it is issued', () => {
    const world = aWorld();
    const step = (kase: Case | null, who: Parameters<typeof act>[2], event: string, data = {}): Case =>
      act(world, kase, who, event, data, '', 'opinionReport');
    const submitted = step(step(null, P.author, 'createDraft', FORM), P.author, 'submit');
    const inReview = step(step(submitted, P.editor, 'pick'), P.editor, 'sendToReview', { title: '核稿标题' });

    const approved = step(inReview, P.reviewer, 'approve');
    expect(told(approved)).toEqual(['X-S6e→editor', 'X-S6i→issuer']);
    expect(told(step(approved, P.issuer, 'issue', { to: '市委' }))).toEqual(['G-41→author', 'X-S7→editor']);
  });
});
