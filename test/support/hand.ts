import { control, Phone, platformOf } from '../../demo/phone.ts';
import { buttonsOf, type ShownRow, textOf } from '../../demo/shown.ts';
import type { Stage } from '../../demo/stage.ts';

/** One transparent pixel. */
const PHOTO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** The platform takes 30 messages a minute for one person, the program two thirds of that (P12). */
const ACTS_A_MINUTE = 8;

interface Reach {
  readonly base: string;
  /** Resolves when nothing due is unsent and no row unworked. @throws when that cannot be reached */
  readonly settle: () => Promise<void>;
  /** Moves civil time by two minutes, longer than a window of the limiter, so that limits per minute do not slow a test down. */
  readonly minutePasses: () => void;
  readonly restart: () => Promise<void>;
}

export interface PressOf {
  readonly from: string;
  readonly button: string;
  readonly message: string;
  readonly choices?: Readonly<Record<string, readonly string[]>>;
}

/** What people do at the emulator, and what they see once the program is quiet again. Knows the wire only. */
export class Hand {
  private readonly reach: Reach;
  private readonly acts = new Map<string, number>();
  private readonly platforms = new Map<string, ReturnType<typeof platformOf>>();

  constructor(reach: Reach) {
    this.reach = reach;
  }

  phone(person: string): Phone {
    return new Phone(this.reach.base, person);
  }

  /** Everything the platform shows this person (or group), not what he said himself. */
  async screen(person: string, after = 0): Promise<ShownRow[]> {
    const rows = await control<ShownRow[]>(this.reach.base, `ledger/visible?person=${person}&after=${after}`);
    return rows.filter((row) => row.kind !== 'said');
  }

  /** Types a line. @returns what is new or changed on his screen, oldest first */
  async say(person: string, text: string): Promise<ShownRow[]> {
    return this.act(person, async () => this.control('say', { ...(await this.from(person)), text }));
  }

  /** Several lines in a row, answered once. */
  async write(person: string, lines: readonly string[]): Promise<ShownRow[]> {
    const from = await this.from(person);
    return this.act(person, async () => {
      for (const text of lines) await this.control('say', { ...from, text });
    });
  }

  async sendPhoto(person: string): Promise<ShownRow[]> {
    const image = { name: 'a.png', base64: PHOTO };
    return this.act(person, async () => this.control('say', { ...(await this.from(person)), image }));
  }

  /** Anything else that a phone can send (voice, file, event). */
  async send(person: string, body: object): Promise<ShownRow[]> {
    return this.act(person, async () => this.control('say', { ...(await this.from(person)), ...body }));
  }

  /** Presses a button of one card, also an old one. */
  async press(what: PressOf): Promise<ShownRow[]> {
    return this.act(what.from, async () => this.control('press', { ...what, ...(await this.from(what.from)) }));
  }

  /** Presses a button of the newest card that has it. */
  async tap(from: string, button: string, choices: PressOf['choices'] = {}): Promise<ShownRow[]> {
    const card = await this.cardWith(from, button);
    return this.press({ from, button, message: card.message, choices });
  }

  async cardWith(person: string, button: string): Promise<ShownRow> {
    const card = (await this.screen(person)).findLast((row) => buttonsOf(row).includes(button));
    if (!card) throw new Error(`${person} has no card with 〔${button}〕`);
    return card;
  }

  /** Makes a callback without sending it. @returns its number for `repeat` */
  async hold(person: string, text: string): Promise<number> {
    const from = await this.from(person);
    return (await this.control<{ callback: number }>('say', { ...from, text, hold: true })).callback;
  }

  async holdPress(what: PressOf): Promise<number> {
    const from = await this.from(what.from);
    return (await this.control<{ callback: number }>('press', { ...what, ...from, hold: true })).callback;
  }

  /** Delivers a held or known callback. @returns the HTTP statuses */
  async repeat(callback: number, times = 1): Promise<number[]> {
    return (await this.control<{ delivered: number[] }>('repeat', { callback, times })).delivered;
  }

  /** All that was written for the open form, as its person can see it. */
  async draft(person: string): Promise<string> {
    return shown(await this.say(person, '给我看看'));
  }

  async advance(by: { readonly to: string } | { readonly advance: string }): Promise<void> {
    const { quiet } = await this.control<{ quiet: boolean }>('clock', by);
    if (!quiet) throw new Error(`the program was not quiet after the clock moved: ${JSON.stringify(by)}`);
  }

  /** The server sleeps through it: stop, move the clock, start. */
  async outage(duration: string): Promise<void> {
    const { quiet } = await this.control<{ quiet: boolean }>('outage', { for: duration });
    if (!quiet) throw new Error(`the program was not quiet after an outage of ${duration}`);
  }

  settle(): Promise<void> {
    return this.reach.settle();
  }

  async seq(person: string): Promise<number> {
    return Math.max(0, ...(await this.screen(person)).map((row) => row.seq));
  }

  /** For the demo's stories, played in this process. */
  stage(): Stage {
    return {
      phone: (person) => this.phone(person),
      step: async (_title, act) => {
        const result = await act();
        await this.settle();
        return result;
      },
      goTo: (to) => this.advance({ to }),
      restart: () => this.reach.restart(),
      settle: () => this.settle(),
    };
  }

  control<T>(path: string, body?: object): Promise<T> {
    return control<T>(this.reach.base, path, body);
  }

  private async from(person: string) {
    const known = this.platforms.get(person) ?? platformOf(this.reach.base, person);
    this.platforms.set(person, known);
    return { from: person, platform: await known };
  }

  private async act(person: string, what: () => Promise<unknown>): Promise<ShownRow[]> {
    const acts = (this.acts.get(person) ?? 0) + 1;
    this.acts.set(person, acts);
    if (acts % ACTS_A_MINUTE === 0) this.reach.minutePasses();
    const before = await this.seq(person);
    await what();
    await this.settle();
    return this.screen(person, before);
  }
}

/** The words of several rows, one after the other. */
export const shown = (rows: readonly ShownRow[]): string => rows.map(textOf).join('\n');
