import { expect, test } from 'vitest';
import type { SuggestionRule } from '../../emulator/config.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { COMPANY } from './support.ts';

const RULES: readonly SuggestionRule[] = [
  { person: ['LiMing'], when: 'empty', after: '^a$', suggest: [{ label: 'after a', text: 'b' }] },
  {
    person: ['LiMing'],
    when: 'empty',
    suggest: [
      { label: 'say a once', text: 'a', once: true },
      { label: 'to the past', travel: '2020-01-01T00:00:00+08:00' },
      { label: 'to the future', travel: '2099-01-01T00:00:00+08:00' },
      { label: 'to Monday', travel: 'monday' },
    ],
  },
  { when: 'empty', suggest: [{ label: 'say a once', text: 'a', once: true }] },
];

async function startPhones() {
  const emulator = await startEmulator({ ...COMPANY, callbackUrl: null, suggestions: RULES });
  const ask = async (path: string, body?: object) => {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return (await fetch(`${emulator.url}/emulator/${path}`, init)).json();
  };
  return {
    say: (from: string, text: string) => ask('say', { from, text }),
    labels: async (person: string) =>
      ((await ask(`suggestions?person=${person}`)) as { label: string }[]).map(({ label }) => label),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

test('the first rule that fits the phone decides; a day that is past is not offered', async () => {
  await using phones = await startPhones();

  expect(await phones.labels('LiMing')).toEqual(['say a once', 'to the future', 'to Monday']);
  expect(await phones.labels('nobody')).toEqual([]);
});

test('what the person said last chooses the rule', async () => {
  await using phones = await startPhones();

  await phones.say('LiMing', 'a');

  expect(await phones.labels('LiMing')).toEqual(['after a']);
});

test('what is meant for once is not offered again, and to others still is', async () => {
  await using phones = await startPhones();

  await phones.say('1001', 'a');

  expect(await phones.labels('1001')).toEqual([]);
  expect(await phones.labels('LiMing')).toContain('say a once');
});
