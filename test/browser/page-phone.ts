import type { Locator, Page } from 'playwright-core';

const WAIT_MS = 20_000;
const LOOK_MS = 50;
/** The picture a person picks from his album: one pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Entry {
  readonly id: string;
  readonly text: string;
  readonly own: boolean;
}

/** One person's phone on the emulator's page: types, clicks, reads. Does what demo/phone.ts does, with a person's means only. */
export class PagePhone {
  private readonly page: Page;
  readonly person: string;
  private seen = new Map<string, string>();

  constructor(page: Page, person: string) {
    this.page = page;
    this.person = person;
  }

  get node(): Locator {
    return this.page.locator(`section.phone[data-person="${this.person}"]`);
  }

  /** By its tab, as on a narrow screen. */
  async open(): Promise<void> {
    if ((await this.node.count()) === 0) await this.page.locator(`[data-open-person="${this.person}"]`).click();
    await this.node.waitFor();
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
    await this.node
      .locator('input[type=file]')
      .setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PHOTO });
    await this.sees(expected);
  }

  async presses(
    button: string,
    expected: RegExp,
    choices: Readonly<Record<string, readonly string[]>> = {},
  ): Promise<void> {
    await this.open();
    const word = this.page.locator('button[data-key]:enabled', { hasText: new RegExp(`^${escaped(button)}$`) });
    const card = this.node.locator('li.message', { has: word }).last();
    await card.waitFor();
    for (const [question, [option]] of Object.entries(choices))
      await card.locator(`select[data-question="${question}"]`).selectOption(option ?? '');
    await this.look();
    await card.locator(word).click();
    await this.sees(expected);
  }

  /** A message, new or changed since the last act. */
  async sees(expected: RegExp): Promise<void> {
    await this.until((entry) => this.seen.get(entry.id) !== entry.text && expected.test(entry.text), expected);
  }

  /** A message of any time. */
  async has(expected: RegExp): Promise<void> {
    await this.open();
    await this.until(({ text }) => expected.test(text), expected);
  }

  async texts(): Promise<string[]> {
    await this.open();
    return (await this.entries()).filter(({ own }) => !own).map(({ text }) => text);
  }

  private async look(): Promise<void> {
    this.seen = new Map((await this.entries()).map(({ id, text }) => [id, text]));
  }

  private entries(): Promise<Entry[]> {
    return this.node.locator('li[data-message]').evaluateAll((nodes) =>
      nodes.map((node) => ({
        id: node.getAttribute('data-message') ?? '',
        text: [...node.querySelectorAll('.content *')]
          .filter(({ children }) => children.length === 0)
          .map(({ textContent }) => textContent)
          .join('\n'),
        own: node.classList.contains('own'),
      })),
    );
  }

  private async until(wanted: (entry: Entry) => boolean, expected: RegExp): Promise<void> {
    const end = performance.now() + WAIT_MS;
    for (;;) {
      const entries = (await this.entries()).filter(({ own }) => !own);
      if (entries.some(wanted)) return;
      if (performance.now() > end) {
        const last = entries.slice(-2).map(({ text }) => text.slice(0, 400));
        throw new Error(`${this.person} 的手机上等不到 ${expected};最后两条是:\n${last.join('\n---\n')}`);
      }
      await this.page.waitForTimeout(LOOK_MS);
    }
  }
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
