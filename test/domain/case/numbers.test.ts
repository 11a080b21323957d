import { describe, expect, test } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import type { Command } from '../../../src/domain/command.ts';
import { numberFor } from '../../../src/domain/numbers.ts';
import { met, rated, submitted } from './story.ts';
import { act, aWorld, givenIn, P, RULES, type World } from './world.ts';

const CHECKED = { way: '实地', proposerView: '已解决' };

const wanted = (world: World, kase: Case, actor: Command['actor'], event: string, data = {}, subject = '') =>
  numberFor(kase, { event, actor, data, subject, cause: 'test' }, givenIn(world));

describe('which number an event hands out', () => {
  test('two signatures: the first takes no cross-off number, the second takes one', () => {
    const world = aWorld({ rules: { ...RULES, verifySigners: 2 } });
    const verifying = rated(world, 'A');
    const subject = verifying.assignments[0]?.id ?? '';
    expect(wanted(world, verifying, P.verifier1, 'verifyPass', CHECKED, subject)).toBeNull();

    const signed = act(world, verifying, P.verifier1, 'verifyPass', CHECKED, subject);
    expect(signed.verifications).toMatchObject([{ result: 'pending' }]);
    expect(signed.verifications[0]?.crossOffNo).toBeUndefined();
    expect(wanted(world, signed, P.verifier2, 'verifyPass', CHECKED, subject)).toBe('crossOffNo');
  });

  test('one signature at county level takes it at once', () => {
    const world = aWorld();
    const verifying = rated(world, 'A');

    expect(wanted(world, verifying, P.verifier1, 'verifyPass', CHECKED, verifying.assignments[0]?.id)).toBe(
      'crossOffNo',
    );
  });

  test('a number is given once in a life, and a refused event takes none', () => {
    const world = aWorld();
    const draft = act(world, null, P.author, 'createDraft', submitted(world).form);
    expect(wanted(world, draft, P.author, 'submit')).toBe('serialNo');
    expect(wanted(world, draft, P.stranger, 'submit')).toBeNull();

    const again = act(world, submitted(world), P.staff, 'returnForRevision', {
      reason: '请补充调研时间和具体的数据来源',
    });
    expect(wanted(world, again, P.author, 'submit')).toBeNull();
  });

  test('what hands out none takes none', () => {
    const world = aWorld();
    expect(wanted(world, met(world), P.liaison, 'reportProgress', { text: '已完成初稿' })).toBeNull();
  });
});
