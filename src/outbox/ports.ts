/** What the outbox needs from platforms, cards and jobs; app.ts wires it, so that the outbox imports none of them. */
import type { Card } from '../../cards/card.ts';
import type { Outgoing } from '../deps.ts';
import type { Case, Obligation } from '../domain/case.ts';
import type { PlatformName } from '../platform-name.ts';
import type { MessageRow } from '../store/records.ts';

/** Classes of reliability.md section 2. */
export type OutcomeClass = 'ok' | 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G';

export interface SendOutcome {
  readonly class: OutcomeClass;
  readonly errcode?: number;
  readonly errmsg?: string;
  readonly msgid?: string;
  /** Lets the sent card be updated once. */
  readonly responseCode?: string;
  /** Whom it did not reach although the call succeeded. */
  readonly invalid?: readonly string[];
  /** Class B: not before this has passed. */
  readonly retryAfterMs?: number;
}

/** Which door of the platform, and for the group robots whose. */
export interface Call {
  readonly platform: PlatformName;
  readonly kind: MessageRow['call'];
  /** Person id, or the group's name when `kind` is `robot`. */
  readonly recipient: string;
}

export interface Channel {
  /** May the same bytes be sent again when nobody knows what became of them? Where not, they are held (P9). */
  readonly refusesRepeats: (kind: MessageRow['call'], body: string, platform: PlatformName) => boolean;
  /** Sends exactly these bytes. Never throws for what the platform or the network did: that is the outcome. */
  readonly send: (call: Call, body: string) => Promise<SendOutcome>;
  /** Makes the bytes of one request, once. Pure. `messageId` is also the card's id on the platform. For a robot `to.user` is the group's name. */
  readonly render: (outgoing: Outgoing, messageId: string, kind: MessageRow['call']) => string;
}

/** Words for obligations. */
export interface Wording {
  readonly notice: (obligation: Obligation, kase: Case) => Card;
  readonly bundle: (items: readonly { obligation: Obligation; kase: Case }[]) => Card;
}

export interface OutboxDeps {
  readonly channel: Channel;
  readonly wording: Wording;
  /**
   * Turns due clocks and effects that a crash left into obligations, before any are dispatched: after an outage
   * each person gets one message with everything in it, not one per sweep.
   */
  readonly prepare?: () => Promise<unknown>;
  /** A delivered message that the domain wants to know of. May be called again after a crash: give it a cause. */
  readonly onDelivered?: (message: MessageRow) => Promise<void>;
  /** 0 ≤ x < 1, for the jitter of retries. */
  readonly random?: () => number;
}
