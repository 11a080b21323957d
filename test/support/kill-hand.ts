import { request } from 'node:http';
import { buttonsOf, type PlatformName, type ShownRow, textOf } from '../../demo/shown.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { isPressOf } from './kill-wire.ts';

/** One transparent pixel. */
const PHOTO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Only a guard against a hang: a killed program's lease (30 s) may have to run out several times. */
const WAIT_MS = 240_000;
const LOOK_MS = 40;
const REPEAT_MS = 150;
/** Longer than a lease: what has not come by then may never come on DingTalk, where a text is not repeated (P9). */
const ASK_AGAIN_MS = 45_000;
/** Of one person, before civil time must go on: the program tells nobody more than twenty things a minute (P12). */
const ACTS_A_WHILE = 10;

export interface Said {
  readonly person: string;
  readonly text: string;
}

/** What all hands of one campaign share. */
export interface Table {
  readonly emulator: Emulator;
  readonly minutePasses: () => void;
  /** Where somebody's phone is. */
  readonly platformOf: (person: string) => PlatformName;
  /** Every line that the program has acknowledged with 200. */
  readonly said: Said[];
  /** Whose press is under way that changes a case. */
  readonly changing: Set<string>;
  /** How often civil time went on; with it every person may be told more. */
  whiles: number;
}

/** A press of somebody whose press changes a case. */
export const isChange = ({ changing }: Table, plain: string | null): boolean =>
  plain !== null && isPressOf(plain, changing);

/**
 * One person at the phone while the program dies again and again: a callback is redelivered by the platform until it is
 * acknowledged, and an answer is waited for however often the program has to start before it comes.
 */
export class KillHand {
  readonly id: string;
  private readonly table: Table;
  private busy: Promise<unknown> = Promise.resolve();
  private acts = 0;
  private actsIn = 0;

  constructor(table: Table, id: string) {
    this.table = table;
    this.id = id;
  }

  /** Nobody fills two forms at once: whoever wants this person waits until he is free. */
  turn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.busy.then(act);
    this.busy = result.catch(() => {});
    return result;
  }

  says(text: string, expected: RegExp): Promise<ShownRow> {
    return this.act(() => this.send({ text }), expected);
  }

  async writes(lines: readonly string[], expected: RegExp): Promise<ShownRow> {
    return this.act(async () => {
      for (const text of lines) await this.send({ text });
    }, expected);
  }

  sendsPhoto(expected: RegExp): Promise<ShownRow> {
    return this.act(() => this.send({ image: { name: 'photo.png', base64: PHOTO } }), expected);
  }

  /** Types without waiting for an answer. */
  async types(text: string): Promise<void> {
    this.pace();
    await this.send({ text });
  }

  /** Asks for one case by its number and presses a button of its card, whatever else comes meanwhile. */
  async on({ serialNo, title }: { serialNo: string; title: string }, button: RegExp, expected: RegExp) {
    const seen = this.last();
    this.pace();
    await this.send({ text: serialNo });
    const card = await this.until(
      (rows) => rows.findLast((row) => row.seq > seen && textOf(row).includes(title) && wordOf(row, button)),
      `${button} on the card of ${serialNo} ${title}`,
    );
    return this.press(card, button, expected);
  }

  /** Presses a button of the newest card that has it. */
  async presses(button: RegExp, expected: RegExp, choices: Readonly<Record<string, readonly string[]>> = {}) {
    const card = await this.until((rows) => rows.findLast((row) => wordOf(row, button)), `a card with ${button}`);
    return this.press(card, button, expected, choices);
  }

  /** A press that changes a case. */
  async changes(act: () => Promise<ShownRow>): Promise<ShownRow> {
    this.table.changing.add(this.id);
    try {
      return await act();
    } finally {
      this.table.changing.delete(this.id);
    }
  }

  /** Waits for a row of any time. */
  has(expected: RegExp): Promise<ShownRow> {
    return this.until((rows) => rows.findLast((row) => expected.test(textOf(row))), String(expected));
  }

  private async act(what: () => Promise<void>, expected: RegExp): Promise<ShownRow> {
    this.pace();
    const seen = this.last();
    await what();
    const find = (rows: ShownRow[]) => rows.findLast((row) => row.seq > seen && expected.test(textOf(row)));
    return this.until(find, String(expected), this.table.platformOf(this.id) === 'dingtalk');
  }

  private press(card: ShownRow, button: RegExp, expected: RegExp, choices: object = {}): Promise<ShownRow> {
    const body = { from: this.id, message: card.message, button: wordOf(card, button), choices };
    return this.act(() => this.delivered('press', body), expected);
  }

  private last(): number {
    return Math.max(0, ...this.rows().map((row) => row.seq));
  }

  private pace(): void {
    if (this.actsIn !== this.table.whiles) this.acts = 0;
    this.actsIn = this.table.whiles;
    this.acts += 1;
    if (this.acts <= ACTS_A_WHILE) return;
    this.table.whiles += 1;
    this.table.minutePasses();
  }

  private async send(what: { readonly text?: string; readonly image?: object }): Promise<void> {
    await this.delivered('say', { from: this.id, ...what });
    if (what.text !== undefined) this.table.said.push({ person: this.id, text: what.text });
  }

  private async delivered(call: 'say' | 'press', body: object): Promise<void> {
    const { url } = this.table.emulator;
    const what = { platform: this.table.platformOf(this.id), ...body };
    let answer = await act(`${url}/emulator/${call}`, what);
    // WeCom and the Stream deliver again by themselves. Over HTTP DingTalk may or may not (dingtalk.md 1.5): here it does.
    for (const end = Date.now() + WAIT_MS; answer.delivered !== 200 && Date.now() < end; ) {
      if (answer.callback == null || what.platform === 'wecom') break;
      await new Promise((resolve) => setTimeout(resolve, REPEAT_MS));
      answer = { ...answer, delivered: await repeated(url, answer.callback) };
    }
    if (answer.delivered !== 200) {
      const why = answer.delivered ?? answer.error;
      throw new Error(`${this.id}: ${JSON.stringify(body).slice(0, 120)} was never acknowledged: ${why}`);
    }
  }

  private rows(): ShownRow[] {
    const rows = this.table.emulator.visible({ person: this.id }) as unknown as ShownRow[];
    return rows.filter((row) => row.kind !== 'said');
  }

  private async until(find: (rows: ShownRow[]) => ShownRow | undefined, wanted: string, asksAgain = false) {
    const end = Date.now() + WAIT_MS;
    for (let asked = Date.now(); ; ) {
      const rows = this.rows();
      const found = find(rows);
      if (found) return found;
      if (asksAgain && Date.now() > asked + ASK_AGAIN_MS) {
        asked = Date.now();
        await this.send({ text: '继续' });
      }
      if (Date.now() > end) {
        const last = rows.slice(-3).map((row) => `${textOf(row).slice(0, 300)} [${buttonsOf(row)}]`);
        throw new Error(`${this.id} is still waiting for ${wanted}; the last rows are:\n${last.join('\n---\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

interface Acted {
  readonly delivered?: number | null;
  readonly callback?: number | null;
  readonly error?: string;
}

async function repeated(url: string, callback: number): Promise<number> {
  const { delivered } = await act<{ delivered: readonly number[] }>(`${url}/emulator/repeat`, { callback });
  return delivered[0] ?? 0;
}

/** On a connection of its own: one that was kept and is closed at that moment would leave open whether it was done. */
function act<T = Acted>(url: string, body: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const call = request(url, { method: 'POST', agent: false, headers }, async (answer) => {
      const pieces: Buffer[] = [];
      for await (const piece of answer) pieces.push(piece as Buffer);
      resolve(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    });
    call.once('error', reject);
    call.end(JSON.stringify(body));
  });
}

const wordOf = (row: ShownRow, button: RegExp): string | undefined => buttonsOf(row).find((word) => button.test(word));
