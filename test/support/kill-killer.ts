import { decrypt } from '../../emulator/wecom/crypto.ts';
import { readElement } from '../../emulator/wecom/xml.ts';
import { type Instant, Marksman } from './kill-aim.ts';
import type { GateWatch } from './kill-gate.ts';
import type { Table } from './kill-hand.ts';
import { type Phase, PhaseReader, phaseTable } from './kill-phase.ts';
import type { Killable } from './killable.ts';

/** When nothing comes by at which a kill was aimed, it falls anyhow. */
const IMPATIENT_MS = 2_500;
/** After a start, so that the program has something under its hands again. */
const RUN_UP_MS = 700;
/** Calls that show something to somebody; a token or a picture is another matter. */
const SAYS = /\/(message\/(send|update_template_card)|webhook\/send)\b/;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Tells whoever waits that an instant has come, and holds the wire there if it is wanted. */
export class Lookout {
  private waiting: { at: Instant; come: () => void; until: Promise<void> | null } | null = null;
  private readonly changing: () => boolean;

  constructor(changing: () => boolean) {
    this.changing = changing;
  }

  readonly inward: GateWatch = {
    passed: () => void this.saw('callbackPassed'),
    answered: (_passage, status) => {
      if (status !== 200) return;
      if (this.changing()) void this.saw('changeAnswered');
      void this.saw('callbackAnswered');
    },
  };
  readonly outward: GateWatch = {
    arrived: ({ path }) => (SAYS.test(path) ? this.saw('sendArrived') : undefined),
    answered: ({ path }) => (SAYS.test(path) ? this.saw('sendAnswered') : undefined),
  };

  /** @param until the wire is held there until this resolves */
  wait(at: Instant, until: Promise<void> | null): Promise<void> {
    return new Promise((come) => {
      this.waiting = { at, come, until };
    });
  }

  forget(): void {
    this.waiting = null;
  }

  private saw(at: Instant): Promise<void> | undefined {
    if (this.waiting?.at !== at) return undefined;
    const { come, until } = this.waiting;
    this.waiting = null;
    come();
    return until ?? undefined;
  }
}

export interface KillerOptions {
  readonly random: () => number;
  /** Share of kills after which the program stays away longer than its leases. */
  readonly longOutages: number;
}

/** Kills the program at aimed and at random instants, and notes where each kill fell. */
export class Killer {
  readonly hits: Record<Phase, number> = phaseTable();
  kills = 0;
  private readonly reader = new PhaseReader();
  private readonly marksman: Marksman;
  private readonly bot: Killable;
  private readonly lookout: Lookout;
  private readonly options: KillerOptions;
  private rawAtStart = 0;

  constructor(bot: Killable, lookout: Lookout, options: KillerOptions) {
    this.bot = bot;
    this.lookout = lookout;
    this.options = options;
    this.marksman = new Marksman(options.random);
  }

  async once(table: Table): Promise<void> {
    const { random, longOutages } = this.options;
    await sleep(RUN_UP_MS * random());
    const aim = this.marksman.next(this.hits);
    let dead: () => void = () => {};
    const until = aim.holds ? new Promise<void>((resolve) => (dead = resolve)) : null;
    if (aim.at) {
      await Promise.race([this.lookout.wait(aim.at, until), sleep(IMPATIENT_MS)]);
      this.lookout.forget();
    }
    if (aim.delayMs > 0) await sleep(aim.delayMs);
    const underWay = this.underWay();
    await this.bot.kill({
      outlastsLeases: random() < longOutages,
      look: async (store) => {
        dead();
        const arrived = this.bot.emulator.raw(this.rawAtStart);
        const hit = await this.reader.phasesOf(store, { arrived, underWay });
        for (const phase of hit) this.hits[phase] += 1;
        this.marksman.learn(aim, hit);
      },
    });
    this.kills += 1;
    this.rawAtStart = this.bot.emulator.raw().at(-1)?.seq ?? 0;
    table.whiles += 1;
  }

  /** What the platform was posting when the program died, as plaintext. */
  private underWay(): string[] {
    const { encodingAesKey } = this.bot.company;
    return this.bot.inward.open().flatMap(({ body }) => {
      const encrypted = readElement(body.toString('utf8'), 'Encrypt');
      return encrypted ? [decrypt(encodingAesKey, encrypted).plain] : [];
    });
  }
}
