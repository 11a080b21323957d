import { ASKED, type Phase } from './kill-phase.ts';

/** Instants that can be seen on the wire. */
export type Instant =
  | 'callbackPassed'
  | 'callbackAnswered'
  | 'changeAnswered'
  | 'questionAnswered'
  | 'sendArrived'
  | 'sendAnswered';

/** How one phase is aimed at. */
export interface Aim {
  readonly phase: Phase;
  /** The kill falls after this; null: at any time. */
  readonly at: Instant | null;
  /**
   * `hold`: what was on the wire waits for the kill, which falls there for certain. `step`: the program runs on a little
   * at a time until it has come to the phase. A number: at random within so many milliseconds.
   */
  readonly how: 'hold' | 'step' | number;
}

const AIMS: Readonly<Record<Exclude<Phase, 'idle'>, Omit<Aim, 'phase'>>> = {
  beforeInboxWrite: { at: 'callbackPassed', how: 2 },
  beforeWork: { at: 'callbackAnswered', how: 2 },
  caseWritten: { at: 'changeAnswered', how: 'step' },
  answerWritten: { at: 'questionAnswered', how: 'step' },
  beforeClaim: { at: 'questionAnswered', how: 60 },
  beforeSend: { at: 'sendArrived', how: 'hold' },
  beforeOutcome: { at: 'sendAnswered', how: 'hold' },
};
const AT_ANY_TIME: Aim = { phase: 'idle', at: null, how: 1_500 };
const RANDOM_SHARE = 0.2;

/** The phase that was hit least; now and then no aim at all. */
export function nextAim(random: () => number, hits: Readonly<Record<Phase, number>>): Aim {
  if (random() < RANDOM_SHARE) return AT_ANY_TIME;
  const fewest = Math.min(...ASKED.map((phase) => hits[phase]));
  const rare = ASKED.filter((phase) => hits[phase] === fewest);
  const phase = rare[Math.floor(random() * rare.length)] as Exclude<Phase, 'idle'>;
  return { phase, ...AIMS[phase] };
}
