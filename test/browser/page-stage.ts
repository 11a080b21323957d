import type { Page } from 'playwright-core';
import type { Demo } from '../../demo/launch.ts';
import { control, type Phone } from '../../demo/phone.ts';
import type { Stage } from '../../demo/stage.ts';
import { PagePhone } from './page-phone.ts';

/** The demo's stories, played on the page: every word typed, every button clicked, time moved by the time bar. */
export function pageStage(demo: Demo, page: Page): Stage {
  const phones = new Map<string, PagePhone>();
  const phone = (person: string): Phone => {
    const known = phones.get(person) ?? new PagePhone(page, person);
    phones.set(person, known);
    return known as unknown as Phone;
  };
  const settle = async () => {
    const { quiet } = await control<{ quiet: boolean }>(demo.emulatorUrl, 'settle', {});
    if (!quiet) throw new Error('没有静下来:还有到期未发的消息或未处理的来信');
  };
  return {
    phone,
    step: async (_title, act) => {
      const result = await act();
      await settle();
      return result;
    },
    goTo: (instant) => travel(page, instant),
    restart: () => demo.restartServer('SIGKILL'),
    settle,
  };
}

/**
 * Types a date into the time bar and waits for the list of what happened on the way.
 * @param instant with Shanghai's offset
 * @param look what to do while that list is open
 */
export async function travel(page: Page, instant: string, look?: () => Promise<void>): Promise<void> {
  await page.getByLabel(/^指定日期和时间/).fill(instant.slice(0, 16));
  await page.getByRole('button', { name: '到指定日期' }).click();
  await arrive(page, look);
}

export async function arrive(page: Page, look?: () => Promise<void>): Promise<void> {
  const journal = page.locator('#journal');
  await page.locator('#journal:visible, #problem:visible').first().waitFor({ timeout: 60_000 });
  const problem = page.locator('#problem');
  if (await problem.isVisible()) throw new Error((await problem.textContent()) ?? 'problem');
  await look?.();
  await journal.getByRole('button', { name: '关闭' }).click();
}
