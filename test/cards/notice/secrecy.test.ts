import { describe, expect, test } from 'vitest';
import { bundleCard } from '../../../cards/bundle-card.ts';
import { caseCard } from '../../../cards/case-card.ts';
import { fullText } from '../../../cards/full-text.ts';
import { mineCard } from '../../../cards/member-list-card.ts';
import { noticeCard } from '../../../cards/notice-card.ts';
import { NOTICES } from '../../../cards/text/zh/notices.ts';
import { todoCard } from '../../../cards/todo-card.ts';
import type { Case } from '../../../src/domain/case.ts';
import { anObligation, anOpinionReport, aProposal, given, SECRETS } from './sample.ts';

/** Everything a person of the unit can be shown of this case. */
function shownTo(reader: 'cheng' | 'he2', kase: Case): string {
  const to = given(reader);
  const notices = [...Object.keys(NOTICES), 'G-00'].flatMap((id) =>
    ['', 'as-host', 'c-1', 'm-1'].map((subject) => noticeCard(anObligation(id, { subject }), kase, to)),
  );
  const bundle = bundleCard([{ obligation: anObligation('G-104'), kase }], to, false);
  return JSON.stringify([
    ...notices,
    bundle,
    caseCard(kase, to),
    todoCard([{ kase, actions: [] }], to),
    mineCard([kase], to),
    fullText(kase, to),
  ]);
}

describe('a rating stays between the member and the committee (decision 27)', () => {
  test.each(['cheng', 'he2'] as const)('%s of a unit never meets marks or words of it, in any state', (reader) => {
    for (const state of ['replied', 'rehandling', 'tracking', 'closed']) {
      const shown = shownTo(reader, aProposal({ state }));
      expect(shown).not.toContain(SECRETS.reason);
      expect(shown).not.toContain(SECRETS.remark);
      expect(shown).not.toContain(SECRETS.view);
      expect(shown).not.toContain('基本满意');
    }
  });

  test('the unit learns the kind of reason of a second handling, from the fixed list only', () => {
    const known = noticeCard(anObligation('G-27', { facts: { reasonKind: '答非所问' } }), aProposal(), given('cheng'));
    const free = noticeCard(
      anObligation('G-27', { facts: { reasonKind: SECRETS.reason } }),
      aProposal(),
      given('cheng'),
    );

    expect(known.body).toContain('主要原因：答非所问');
    expect(free.body).not.toContain(SECRETS.reason);
  });

  test('the rater and the proposal committee read it, other staff do not', () => {
    expect(fullText(aProposal(), given('lin'))).toContain(SECRETS.reason);
    expect(fullText(aProposal(), given('wen'))).toContain('态度：基本满意；结果：不满意');
    expect(fullText(aProposal(), given('qi'))).not.toContain(SECRETS.reason);
  });
});

describe('the author of an internal report', () => {
  test('is not named to the unit, anywhere', () => {
    expect(shownTo('cheng', anOpinionReport())).not.toContain(SECRETS.author);
    expect(shownTo('cheng', anOpinionReport())).toContain('市政协委员（不公开）');
  });

  test('is named to the editors, and to the unit when the report is public', () => {
    const open = anOpinionReport();
    open.form.isPublic = '是';

    expect(fullText(anOpinionReport(), given('wen'))).toContain(SECRETS.author);
    expect(fullText(open, given('cheng'))).toContain(SECRETS.author);
  });
});

test('a reply that is not issued is read by its own unit and staff, not by the author or the co unit', () => {
  const kase = aProposal();
  for (const reply of kase.assignments[0]?.replies ?? []) delete reply.issuedAt;

  expect(fullText(kase, given('cheng'))).toContain('逐台建档');
  expect(fullText(kase, given('wen'))).toContain('逐台建档');
  expect(fullText(kase, given('lin'))).not.toContain('逐台建档');
  expect(fullText(kase, given('he2'))).not.toContain('逐台建档');
});
