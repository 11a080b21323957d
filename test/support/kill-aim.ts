import { ASKED, type Phase } from './kill-phase.ts';

/** Instants that can be seen on the wire. */
export type Instant = 'callbackPassed' | 'callbackAnswered' | 'changeAnswered' | 'sendArrived' | 'sendAnswered';

/** How one phase is aimed at. */
export interface Aim {
  readonly phase: Phase;
  /** The kill falls so many milliseconds after this; null: at any time. */
  readonly at: Instant | null;
  /** What was on the wire at that instant waits for the kill: then it falls there for certain. */
  readonly holds: boolean;
}

const AIMS: Readonly<Record<Exclude<Phase, 'idle'>, Omit<Aim, 'phase'>>> = {
  beforeInboxWrite: { at: 'callbackPassed', holds: false },
  beforeWork: { at: 'callbackAnswered', holds: false },
  caseWritten: { at: 'changeAnswered', holds: false },
  answerWritten: { at: 'callbackAnswered', holds: false },
  beforeClaim: { at: 'callbackAnswered', holds: false },
  beforeSend: { at: 'sendArrived', holds: true },
  beforeOutcome: { at: 'sendAnswered', holds: true },
};
/** First guesses of the delay, real milliseconds: they are corrected by what each kill hit. */
const FIRST_GUESS_MS: Readonly<Partial<Record<Phase, number>>> = {
  beforeInboxWrite: 1,
  beforeWork: 1,
  caseWritten: 15,
  answerWritten: 15,
  beforeClaim: 20,
};
const LONGEST_MS = 400;
const RANDOM_SHARE = 0.2;
const RANDOM_MS = 1_500;
/** A line passes through these in this order. */
const ORDER: readonly Phase[] = ['beforeInboxWrite', 'beforeWork', 'caseWritten', 'answerWritten', 'beforeClaim'];

/** Chooses what the next kill is aimed at, and learns from what the last one hit how long after its instant to wait. */
export class Marksman {
  private readonly random: () => number;
  private readonly guessMs = new Map<Phase, number>(Object.entries(FIRST_GUESS_MS) as [Phase, number][]);

  constructor(random: () => number) {
    this.random = random;
  }

  /** The phase that was hit least; now and then no aim at all. */
  next(hits: Readonly<Record<Phase, number>>): Aim & { readonly delayMs: number } {
    if (this.random() < RANDOM_SHARE) {
      return { phase: 'idle', at: null, holds: false, delayMs: this.random() * RANDOM_MS };
    }
    const fewest = Math.min(...ASKED.map((phase) => hits[phase]));
    const rare = ASKED.filter((phase) => hits[phase] === fewest);
    const phase = rare[Math.floor(this.random() * rare.length)] as Exclude<Phase, 'idle'>;
    // Around the guess, so that a good one is not missed by always the same little.
    return { phase, ...AIMS[phase], delayMs: (this.guessMs.get(phase) ?? 0) * (0.4 + 1.2 * this.random()) };
  }

  /**
   * @param delayMs what was waited for this kill
   * @param reached how far the callback had come at which it was aimed; null when none came by
   */
  learn({ phase, delayMs }: Aim & { readonly delayMs: number }, reached: Phase | null): void {
    const aimedAt = ORDER.indexOf(phase);
    if (aimedAt < 0 || reached === null || reached === phase) return;
    const isEarly = reached !== 'idle' && ORDER.indexOf(reached) < aimedAt;
    const better = isEarly ? delayMs * 1.4 + 1 : delayMs * 0.7;
    this.guessMs.set(phase, Math.min(LONGEST_MS, better));
  }
}
