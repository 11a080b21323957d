/**
 * What no document settles about the Stream gateway, and its times (dingtalk.md 8, 15, 16). All times are real time:
 * they are between two machines, and do not travel with the civil clock of the demo (decisions.md 5).
 */
export interface StreamSwitches {
  /** A ticket is good for one connection within this time. */
  readonly ticketLifeMs: number;
  /** Answer to the upgrade when the ticket is unknown, used or too old; which one the platform gives is unconfirmed. */
  readonly badTicketStatus: number;
  /** An unacknowledged frame is sent again after this long; with no try left it is given up instead. */
  readonly redeliveryMs: number;
  /** How often it is sent again; 0: redelivery is off. */
  readonly redeliveries: number;
  /** `headers.messageId` of a redelivered frame; `data` (with its msgId) is the same text in both cases. */
  readonly redeliveryMessageId: 'new' | 'same';
  /** An event answered with LATER (or with code 500) is sent again after this long. */
  readonly laterMs: number;
  readonly cardAckMs: number;
  readonly eventAckMs: number;
  /** A frame that finds no connection: lost, as field reports say, or kept for the next connection. */
  readonly withoutConnection: 'lose' | 'hold';
  readonly pingMs: number;
  /** After a `disconnect` frame the connection is closed when the client has been silent this long. */
  readonly disconnectGraceMs: number;
  /** Says `disconnect` again while nothing acknowledged it, three times within the grace. */
  readonly repeatUnackedDisconnect: boolean;
  /** Closes a connection of which nothing was heard for so long; null: never. */
  readonly idleTimeoutMs: number | null;
  /** SYSTEM frames right after the connection opens. The Node SDK knows CONNECTED and REGISTERED; neither is always sent. */
  readonly greetings: readonly ('CONNECTED' | 'REGISTERED')[];
}

export const DEFAULT_STREAM_SWITCHES: StreamSwitches = {
  ticketLifeMs: 90_000,
  badTicketStatus: 401,
  redeliveryMs: 60_000,
  redeliveries: 3,
  redeliveryMessageId: 'new',
  laterMs: 10_000,
  cardAckMs: 2000,
  eventAckMs: 3000,
  withoutConnection: 'lose',
  pingMs: 20_000,
  disconnectGraceMs: 10_000,
  repeatUnackedDisconnect: false,
  idleTimeoutMs: null,
  greetings: [],
};
