import { type Aim, type Instant, nextAim } from './kill-aim.ts';
import type { GateWatch, Passage } from './kill-gate.ts';
import type { Table } from './kill-hand.ts';
import { isPast, type Phase, PhaseReader, phaseOfCallback, phaseTable } from './kill-phase.ts';
import { plainOf, SAYS } from './kill-wire.ts';
import type { Killable } from './killable.ts';

/** When nothing comes by at which a kill was aimed, it falls anyhow. */
const IMPATIENT_MS = 6_000;
/** After a start so many things are said at most before the next kill: else nobody would ever come on. */
const RUN_UP_MESSAGES = 10;
/** Nothing at all is said while nobody has anything to say, or all leases are held by the dead. */
const RUN_UP_MS = 4_000;
/** Until the wire has noticed that the program is gone: what was held there is dropped, not sent. */
const CLOSED_MS = 20;
/** A line is worked within about so long. */
const BY_LUCK_MS = 40;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Which callbacks are known to change a case, and which to be answered at once. */
interface Marks {
  readonly isChange: (passage: Passage) => boolean;
  readonly isQuestion: (passage: Passage) => boolean;
}

/** Tells whoever waits that an instant has come, and holds the wire there if it is wanted. */
export class Lookout {
  private waiting: { at: Instant; come: (passage: Passage) => void; until: Promise<void> | null } | null = null;
  private readonly marks: Marks;

  constructor(marks: Marks) {
    this.marks = marks;
  }

  readonly inward: GateWatch = {
    passed: (passage) => void this.saw('callbackPassed', passage),
    answered: (passage, status) => {
      if (status !== 200) return;
      if (this.marks.isChange(passage)) void this.saw('changeAnswered', passage);
      if (this.marks.isQuestion(passage)) void this.saw('questionAnswered', passage);
      void this.saw('callbackAnswered', passage);
    },
  };
  readonly outward: GateWatch = {
    arrived: (passage) => (SAYS.test(passage.path) ? this.saw('sendArrived', passage) : undefined),
    answered: (passage) => (SAYS.test(passage.path) ? this.saw('sendAnswered', passage) : undefined),
  };

  /** @param until the wire is held there until this resolves */
  wait(at: Instant, until: Promise<void> | null): Promise<Passage> {
    return new Promise((come) => {
      this.waiting = { at, come, until };
    });
  }

  forget(): void {
    this.waiting = null;
  }

  private saw(at: Instant, passage: Passage): Promise<void> | undefined {
    if (this.waiting?.at !== at) return undefined;
    const { come, until } = this.waiting;
    this.waiting = null;
    come(passage);
    return until ?? undefined;
  }
}

export interface KillerOptions {
  readonly random: () => number;
  /** Steps to where a kill between two writes shall fall. Else it falls there by luck: each step opens a copy of the store. */
  readonly steps: boolean;
  /** Share of kills after which the program stays away longer than its leases. */
  readonly longOutages: number;
}

/** Kills the program at aimed and at random instants, and notes where each kill fell. */
export class Killer {
  readonly hits: Record<Phase, number> = phaseTable();
  kills = 0;
  private readonly reader = new PhaseReader();
  private readonly bot: Killable;
  private readonly lookout: Lookout;
  private readonly options: KillerOptions;
  private rawAtStart = 0;

  constructor(bot: Killable, lookout: Lookout, options: KillerOptions) {
    this.bot = bot;
    this.lookout = lookout;
    this.options = options;
  }

  async once(table: Table): Promise<void> {
    const { random, longOutages } = this.options;
    await this.runUp();
    let dead: () => void = () => {};
    await this.take(
      nextAim(random, this.hits),
      new Promise((resolve) => {
        dead = resolve;
      }),
    );
    const underWay = this.underWay();
    await this.bot.kill({
      outlastsLeases: random() < longOutages,
      look: async (store) => {
        dead();
        await sleep(CLOSED_MS);
        const arrived = this.bot.emulator.raw(this.rawAtStart);
        const hit = await this.reader.phasesOf(store, { arrived, underWay });
        this.rawAtStart = this.bot.emulator.raw().at(-1)?.seq ?? 0;
        for (const phase of hit) this.hits[phase] += 1;
      },
    });
    this.kills += 1;
    table.whiles += 1;
  }

  /** Waits for the instant at which a kill shall fall. */
  private async take({ at, how, phase }: Aim, dead: Promise<void>): Promise<void> {
    const until = how === 'hold' ? dead : null;
    const passage = at && (await Promise.race([this.lookout.wait(at, until), sleep(IMPATIENT_MS)]));
    this.lookout.forget();
    const plain = passage ? plainOf(this.bot.company, passage) : null;
    if (typeof how === 'number') await sleep(how * this.options.random());
    else if (how === 'step' && !this.options.steps) await sleep(BY_LUCK_MS * this.options.random());
    else if (how === 'step' && plain) {
      await this.bot.stepUntil(async (store) => isPast(await phaseOfCallback(store, plain), phase));
    }
  }

  private async runUp(): Promise<void> {
    const wanted = Math.floor(this.options.random() * RUN_UP_MESSAGES);
    const end = Date.now() + RUN_UP_MS;
    const said = () => this.bot.emulator.raw(this.rawAtStart).filter(({ path }) => SAYS.test(path)).length;
    while (said() < wanted && Date.now() < end) await sleep(20);
  }

  /** What the platform was posting when the program died, as plaintext. */
  private underWay(): string[] {
    return this.bot.inward.open().flatMap((passage) => plainOf(this.bot.company, passage) ?? []);
  }
}
