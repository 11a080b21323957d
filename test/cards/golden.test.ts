/**
 * Every card of the program as both platforms get it, so that a change of wording or of a renderer is seen as a diff.
 * After a wanted change: `UPDATE_GOLDEN=1 npx vitest run test/cards/golden.test.ts`, and read the diff.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cardsOfTheProgram } from './every-card.ts';
import { onDingtalk, onWecom } from './rendered.ts';

const FOLDER = new URL('../fixtures/golden/', import.meta.url);
const isUpdate = process.env.UPDATE_GOLDEN === '1';
const GROUPS = cardsOfTheProgram();

function golden(platform: string, group: string, found: object): unknown {
  const file = new URL(`${platform}/${group}.json`, FOLDER);
  if (isUpdate) {
    mkdirSync(new URL(`${platform}/`, FOLDER), { recursive: true });
    writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  }
  if (!existsSync(file)) throw new Error(`${file.pathname} is missing: run with UPDATE_GOLDEN=1`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe.each(Object.entries(GROUPS))('%s', (group, cards) => {
  test.each([
    ['wecom', onWecom],
    ['dingtalk', onDingtalk],
  ] as const)('%s', (platform, render) => {
    const found = Object.fromEntries(Object.entries(cards).map(([name, card]) => [name, render(card)]));

    expect(JSON.parse(JSON.stringify(found))).toEqual(golden(platform, group, found));
  });
});

test('every notice and every kind of card is there', () => {
  const names = Object.values(GROUPS).flatMap((cards) => Object.keys(cards));

  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(100);
});
