import type { KillHand } from './kill-hand.ts';

/** What somebody must have been told of one case, exactly once: an obligation of this kind, or a card that begins so. */
export interface Told {
  readonly person: string;
  /** First words of the message. */
  readonly says?: string;
  /** Reminders may come in one card with others: then only the case must be named in it. */
  readonly kind?: string;
}

/** One case that is played, and what is known of it as its people know it. */
export interface Played {
  readonly kind: 'proposal' | 'opinionReport';
  readonly title: string;
  readonly author: string;
  /** Lines that its author wrote, each of which must stand in the case once. */
  readonly lines: readonly string[];
  /** From the card that acknowledges it; empty until then. */
  serialNo: string;
  /** Its public number, from the card that tells of it. */
  publicNo: string;
  readonly told: Told[];
  /** Where it stands after what was played so far. */
  finalState: string;
}

export type People = (id: string) => KillHand;
