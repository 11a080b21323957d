/** One person's phone on the emulator: types, presses, and looks at what is shown. Knows the wire only. */
import { buttonsOf, type PlatformName, type ShownRow, textOf } from './shown.ts';

const WAIT_MS = 60_000;
const LOOK_MS = 60;
/** One transparent pixel: a photo small enough to read here. */
const PHOTO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

class StoryError extends Error {
  override readonly name = 'StoryError';
}

export async function control<T>(base: string, path: string, body?: object): Promise<T> {
  const init = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {};
  const response = await fetch(`${base}/emulator/${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new StoryError(`/emulator/${path} 回答 ${response.status}:${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

interface Owner {
  readonly platform: PlatformName;
  readonly id: string;
}

/** Where a person's phone is; who has one on both platforms is meant on the first that names him. */
export async function platformOf(base: string, person: string): Promise<PlatformName> {
  const owners = await control<Owner[]>(base, 'people');
  return owners.find(({ id }) => id === person)?.platform ?? 'wecom';
}

export class Phone {
  private readonly base: string;
  readonly person: string;
  /** Rows up to here were looked at before the last act. */
  private seen = 0;
  private platform: Promise<PlatformName> | null;

  constructor(base: string, person: string, platform?: PlatformName) {
    this.base = base;
    this.person = person;
    this.platform = platform ? Promise.resolve(platform) : null;
  }

  async rows(): Promise<ShownRow[]> {
    const query = `person=${this.person}&platform=${await this.where()}`;
    const rows = await control<ShownRow[]>(this.base, `ledger/visible?${query}`);
    return rows.filter((row) => row.kind !== 'said');
  }

  /** Types a line and waits for the answer to match. */
  async says(text: string, expected: RegExp): Promise<ShownRow> {
    await this.look();
    await this.act('say', { text });
    return this.sees(expected);
  }

  /** Several lines in a row, answered once. */
  async writes(lines: readonly string[], expected: RegExp): Promise<ShownRow> {
    await this.look();
    for (const text of lines) await this.act('say', { text });
    return this.sees(expected);
  }

  async sendsPhoto(expected: RegExp): Promise<ShownRow> {
    await this.look();
    await this.act('say', { image: { name: 'photo.png', base64: PHOTO } });
    return this.sees(expected);
  }

  /** Presses a button of the newest card that has it. */
  async presses(
    button: string,
    expected: RegExp,
    choices: Readonly<Record<string, readonly string[]>> = {},
  ): Promise<ShownRow> {
    const card = await this.cardWith(button);
    await this.look();
    await this.act('press', { message: card.message, button, choices });
    return this.sees(expected);
  }

  async cardWith(button: string): Promise<ShownRow> {
    return this.until(
      (rows) => rows.findLast((row) => row.state !== 'recalled' && buttonsOf(row).includes(button)),
      () => `一张带按钮“${button}”的卡片`,
    );
  }

  /** Waits for a row, new or updated since the last act, that matches. */
  async sees(expected: RegExp): Promise<ShownRow> {
    return this.until(
      (rows) => rows.findLast((row) => row.seq > this.seen && expected.test(textOf(row))),
      () => String(expected),
    );
  }

  /** Waits for a row of any time that matches. */
  async has(expected: RegExp): Promise<ShownRow> {
    return this.until(
      (rows) => rows.findLast((row) => expected.test(textOf(row))),
      () => String(expected),
    );
  }

  private where(): Promise<PlatformName> {
    this.platform ??= platformOf(this.base, this.person);
    return this.platform;
  }

  private async act(what: 'say' | 'press', body: object): Promise<void> {
    await control(this.base, what, { platform: await this.where(), from: this.person, ...body });
  }

  private async look(): Promise<void> {
    this.seen = Math.max(0, ...(await this.rows()).map((row) => row.seq));
  }

  private async until(find: (rows: ShownRow[]) => ShownRow | undefined, wanted: () => string): Promise<ShownRow> {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      const rows = await this.rows();
      const found = find(rows);
      if (found) return found;
      if (Date.now() > end) {
        const last = rows.slice(-2).map((row) => textOf(row).slice(0, 400));
        throw new StoryError(`${this.person} 的手机上等不到 ${wanted()};最后两条是:\n${last.join('\n---\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}
