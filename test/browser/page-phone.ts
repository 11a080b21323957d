import type { Locator, Page } from 'playwright-core';
import type { PlatformName } from '../../demo/shown.ts';
import { entriesOf, entriesWith, isWanted } from './shown-entries.ts';

/** The picture a person picks from his album: one pixel. */
export const PHOTO = {
  name: '现场.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

type Choose = (phone: Locator, card: Locator, question: string, option: string) => Promise<void>;

/** How each platform's client lets one choose; DingTalk's list closes, and the card then shows the word chosen. */
const CHOOSE: Record<PlatformName, Choose> = {
  wecom: async (_phone, card, question, option) => {
    await card.locator(`select[data-question="${question}"]`).selectOption(option);
  },
  dingtalk: async (phone, card, question, option) => {
    const row = card.locator(`[data-choice="${question}"]`);
    await row.click();
    const wanted = phone.getByRole('dialog').locator(`[data-option="${option}"]`);
    const word = await wanted.textContent();
    await wanted.click();
    await row.locator('.choice-value', { hasText: whole(word ?? '') }).waitFor();
  },
};

/** One person's phone on the emulator's page: types, clicks, reads. Does what demo/phone.ts does, with a person's means only. */
export class PagePhone {
  private readonly page: Page;
  readonly person: string;
  private seen: Readonly<Record<string, string>> = {};

  /** @param person a person's id or a group's name; on which platform the phone is stands on the page */
  constructor(page: Page, person: string) {
    this.page = page;
    this.person = person;
  }

  get node(): Locator {
    return this.page.locator(this.selector('section.phone', 'data-person'));
  }

  /** By its tab, as on a narrow screen. */
  async open(): Promise<void> {
    if ((await this.node.count()) === 0) await this.page.locator(this.selector('', 'data-open-person')).click();
    await this.node.waitFor();
  }

  /** The platform's name as it stands in the phone's title bar. */
  async mark(): Promise<string | null> {
    await this.open();
    const mark = this.node.locator('.title-line .mark');
    await mark.waitFor();
    return mark.textContent();
  }

  async says(text: string, expected: RegExp): Promise<void> {
    await this.writes([text], expected);
  }

  async writes(lines: readonly string[], expected: RegExp): Promise<void> {
    await this.open();
    await this.look();
    for (const line of lines) {
      await this.node.getByLabel('输入消息').fill(line);
      await this.node.getByRole('button', { name: '发送', exact: true }).click();
    }
    await this.sees(expected);
  }

  async sendsPhoto(expected: RegExp): Promise<void> {
    await this.open();
    await this.look();
    await this.node.locator('input[type=file]').setInputFiles(PHOTO);
    await this.sees(expected);
  }

  async presses(
    button: string,
    expected: RegExp,
    choices: Readonly<Record<string, readonly string[]>> = {},
  ): Promise<void> {
    await this.open();
    const word = this.page.locator('button[data-key]:enabled', { hasText: whole(button) });
    const card = this.node.locator('li.message', { has: word }).last();
    await card.waitFor();
    const choose = CHOOSE[await this.platform()];
    for (const [question, [option = '']] of Object.entries(choices)) await choose(this.node, card, question, option);
    await this.look();
    await card.locator(word).click();
    await this.sees(expected);
  }

  /** A message, new or changed since the last act. */
  sees(expected: RegExp): Promise<void> {
    return this.until(expected, this.seen);
  }

  /** A message of any time. */
  async has(expected: RegExp): Promise<void> {
    await this.open();
    await this.until(expected, {});
  }

  async texts(): Promise<string[]> {
    await this.open();
    return (await entriesOf(this.list)).filter(({ own }) => !own).map(({ text }) => text);
  }

  private get list(): Locator {
    return this.node.locator('ol.messages');
  }

  /** WeCom's phones are keyed by the bare id (emulator/page/platform.js). */
  private selector(element: string, attribute: string): string {
    return [this.person, `dingtalk:${this.person}`].map((key) => `${element}[${attribute}="${key}"]`).join(', ');
  }

  private async platform(): Promise<PlatformName> {
    const key = await this.node.getAttribute('data-person');
    return key?.startsWith('dingtalk:') ? 'dingtalk' : 'wecom';
  }

  private async look(): Promise<void> {
    this.seen = Object.fromEntries((await entriesOf(this.list)).map(({ id, text }) => [id, text]));
  }

  private async until(pattern: RegExp, seen: Readonly<Record<string, string>>): Promise<void> {
    const wanted = { pattern, seen };
    const entries = await entriesWith(this.list, wanted);
    if (entries.some((entry) => isWanted(wanted, entry))) return;
    const last = entries.slice(-2).map(({ text }) => text.slice(0, 400));
    throw new Error(`${this.person} 的手机上等不到 ${pattern}；最后两条是：\n${last.join('\n---\n')}`);
  }
}

const whole = (word: string): RegExp => new RegExp(`^${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
