import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Demo } from '../../demo/launch.ts';
import { control } from '../../demo/phone.ts';
import { openDemo } from './browser.ts';
import { PagePhone } from './page-phone.ts';
import { arrive } from './page-stage.ts';
import { openTab } from './tab.ts';

/** More taps than both kinds need; who is not at the end by then walks in a circle. */
const MAX_TAPS = 160;

/** Everything that stands on the phone in hand. */
const readPhone = async (page: Page): Promise<string> => {
  const phone = page.locator('section.phone.current');
  const texts = await phone.locator('li[data-message]').allTextContents();
  return `${await phone.getAttribute('data-person')}|${texts.join('\n')}`;
};

/** Until nothing more is to come, the page has taken all of it, and the phone in hand suggests what fits it. */
async function rest(demo: Demo, page: Page): Promise<void> {
  await control(demo.emulatorUrl, 'settle', {});
  const rows = await control<{ seq: number }[]>(demo.emulatorUrl, 'ledger/visible');
  const newest = Math.max(0, ...rows.map(({ seq }) => seq));
  const shown = () => page.locator('#phones').getAttribute('data-seq');
  await expect.poll(async () => Number(await shown())).toBeGreaterThanOrEqual(newest);
  await page.locator('section.phone.current .suggestions[aria-busy="false"]').waitFor({ state: 'attached' });
}

/** Takes one suggestion as a person would, and waits until it shows: an answer, another phone, another day. */
async function take(page: Page, at: number): Promise<void> {
  const before = await readPhone(page);
  const phone = page.locator('section.phone.current');
  const chip = phone.locator('.suggestion').nth(at);
  const kind = (await chip.getAttribute('class')) ?? '';
  await chip.click();
  // The page points at the button that is meant: it has the keyboard's place from then on.
  if (kind.includes('is-press')) await phone.locator('button[data-key]:focus').click();
  if (kind.includes('is-travel')) await arrive(page);
  // Photos and words in a draft are answered once for a burst of them.
  if (kind.includes('is-photo'))
    await phone
      .locator('li.message.app')
      .last()
      .getByText(/已收|1 图/)
      .waitFor();
  else if (!kind.includes('is-travel')) await expect.poll(() => readPhone(page)).not.toBe(before);
}

/** Somebody who has never seen the project: takes the first suggestion that he has not tried in this place. */
async function follow(demo: Demo, page: Page, isEnd: () => Promise<boolean>): Promise<string[]> {
  const tried = new Set<string>();
  const taps: string[] = [];
  while (taps.length < MAX_TAPS) {
    await rest(demo, page).catch((error: unknown) => {
      throw new Error(`没有静下来;走过:${taps.join(' → ')}`, { cause: error });
    });
    if (await isEnd()) return taps;
    const place = await readPhone(page);
    const chips = await page.locator('section.phone.current .suggestion').allTextContents();
    const at = chips.findIndex((chip) => !tried.has(`${place}|${chip}`));
    const person = place.split('|')[0] ?? '';
    if (at < 0) throw new Error(`${person} 的手机上没有可走的下一步(${chips.join('、')});走过:${taps.join(' → ')}`);
    tried.add(`${place}|${chips[at]}`);
    taps.push(`${person}:${chips[at]}`);
    await take(page, at);
  }
  throw new Error(`${MAX_TAPS} 步还没有走到头:${taps.join(' → ')}`);
}

test('who only takes what each phone suggests plays both kinds to their end', async () => {
  await using opened = await openDemo('mixed');
  await using tab = await openTab(opened.demo.emulatorUrl);
  const { page } = tab;
  await page.locator('.suggestion').first().waitFor();
  const shows = async (phone: string, pattern: RegExp) =>
    (await new PagePhone(page, phone).texts()).some((text) => pattern.test(text));

  const isAdopted = async () => /^heyian[\s\S]*祝贺您[\s\S]*采用/.test(await readPhone(page));
  const taps = await follow(opened.demo, page, isAdopted);

  expect(taps[0]).toBe('linzhiyuan:写提案');
  // The unit is on the other platform.
  expect(taps.some((tap) => tap.startsWith('dingtalk:chengyantian:'))).toBe(true);
  expect(await shows('linzhiyuan', /提案已核查销号/)).toBe(true);
  expect(await shows('主席会议群', /履职周报/)).toBe(true);
  expect(tab.faults).toEqual([]);
});
