import type { StreamConnection } from './stream-connection.ts';
import { type Ack, newMessageId, type WireFrame } from './stream-frames.ts';
import { STREAM_TOPICS, type StreamFrame, type StreamTopic } from './stream-link.ts';
import type { StreamSwitches } from './stream-switches.ts';

export type AckData = Readonly<Record<string, unknown>>;

interface Kind {
  readonly type: WireFrame['type'];
  /** How long whoever sends waits for the acknowledgement; null: until the frame is given up. */
  readonly waitsMs: (switches: StreamSwitches) => number | null;
  /** Sent again when the wait is over. No repeat of card callbacks is documented: the person sees a failure instead. */
  readonly isRepeated: boolean;
}

export const KINDS: Readonly<Record<StreamTopic, Kind>> = {
  [STREAM_TOPICS.robot]: { type: 'CALLBACK', waitsMs: () => null, isRepeated: true },
  [STREAM_TOPICS.card]: { type: 'CALLBACK', waitsMs: ({ cardAckMs }) => cardAckMs, isRepeated: false },
  [STREAM_TOPICS.event]: { type: 'EVENT', waitsMs: ({ eventAckMs }) => eventAckMs, isRepeated: true },
};

/** One frame on its way: over all its tries, until it is acknowledged or given up. */
interface Delivery {
  readonly topic: StreamTopic;
  readonly frame: StreamFrame;
  /** Which connection each try went to, by the messageId it carried. */
  readonly tries: Map<string, StreamConnection>;
  sent: number;
  /** Where the last try went; null: nowhere, or that connection has ended. */
  at: StreamConnection | null;
  next: NodeJS.Timeout | null;
  limit: NodeJS.Timeout | null;
  /** Tells whoever waits, the first time; later outcomes concern only the redelivery. */
  readonly answer: (data: AckData | null) => void;
}

interface DeliveriesGiven {
  readonly switches: StreamSwitches;
  readonly pick: (topic: StreamTopic) => StreamConnection | null;
  readonly transmit: (connection: StreamConnection, topic: StreamTopic, messageId: string, frame: StreamFrame) => void;
  readonly note: (text: string) => void;
}

/** Frames that are not acknowledged yet, and when each is sent again. */
export class StreamDeliveries {
  readonly #given: DeliveriesGiven;
  readonly #open = new Set<Delivery>();

  constructor(given: DeliveriesGiven) {
    this.#given = given;
  }

  get open(): number {
    return this.#open.size;
  }

  deliver(topic: StreamTopic, frame: StreamFrame): Promise<AckData | null> {
    return new Promise((resolve) => {
      const delivery: Delivery = {
        topic,
        frame,
        tries: new Map(),
        sent: 0,
        at: null,
        next: null,
        limit: null,
        answer: resolve,
      };
      this.#open.add(delivery);
      const waitsMs = KINDS[topic].waitsMs(this.#given.switches);
      if (waitsMs !== null) delivery.limit = setTimeout(() => this.#waitedLongEnough(delivery), waitsMs).unref();
      if (!this.#send(delivery) && this.#given.switches.withoutConnection === 'lose') this.#finish(delivery, null);
    });
  }

  /** An acknowledgement counts only on the connection that carried the frame. */
  onAck(connection: StreamConnection, ack: Ack): void {
    const delivery = [...this.#open].find(({ tries }) => tries.get(ack.messageId) === connection);
    if (!delivery) {
      this.#given.note(`stream: connection ${connection.id} acknowledged ${ack.messageId}, which is not open there`);
    } else if (isLater(delivery, ack)) {
      delivery.answer(null);
      this.#schedule(delivery, this.#given.switches.laterMs);
    } else this.#finish(delivery, ack.code === 200 ? ack.data : null);
  }

  /** What waited for a connection (its own has ended, or there was none) goes over the new one. */
  onConnect(connection: StreamConnection): void {
    for (const delivery of [...this.#open]) {
      const isWaiting = delivery.at === null;
      if (isWaiting && connection.takes(KINDS[delivery.topic].type, delivery.topic)) this.#sendOrGiveUp(delivery);
    }
  }

  /** What a connection takes with it unacknowledged goes over another one, or waits for one. */
  onClose(connection: StreamConnection): void {
    for (const delivery of [...this.#open].filter(({ at }) => at === connection)) {
      delivery.at = null;
      if (this.#given.pick(delivery.topic)) this.#sendOrGiveUp(delivery);
    }
  }

  close(): void {
    for (const delivery of [...this.#open]) this.#finish(delivery, null);
  }

  /** @returns false when no connection takes it; it then waits for the next one, or for its next turn */
  #send(delivery: Delivery): boolean {
    const { switches, pick, transmit } = this.#given;
    this.#schedule(delivery, switches.redeliveryMs);
    const connection = pick(delivery.topic);
    if (!connection) return false;
    const isSame = delivery.tries.size === 0 || switches.redeliveryMessageId === 'same';
    const messageId = isSame ? delivery.frame.messageId : newMessageId();
    delivery.sent += 1;
    delivery.at = connection;
    delivery.tries.set(messageId, connection);
    transmit(connection, delivery.topic, messageId, delivery.frame);
    return true;
  }

  #sendOrGiveUp(delivery: Delivery): void {
    if (delivery.sent > this.#given.switches.redeliveries) this.#finish(delivery, null);
    else if (!this.#send(delivery)) delivery.sent += 1; // a turn without a connection is a turn
  }

  #schedule(delivery: Delivery, afterMs: number): void {
    if (delivery.next) clearTimeout(delivery.next);
    delivery.next = setTimeout(() => this.#sendOrGiveUp(delivery), afterMs).unref();
  }

  #waitedLongEnough(delivery: Delivery): void {
    if (KINDS[delivery.topic].isRepeated) delivery.answer(null);
    else this.#finish(delivery, null);
  }

  #finish(delivery: Delivery, data: AckData | null): void {
    this.#open.delete(delivery);
    for (const timer of [delivery.next, delivery.limit]) if (timer) clearTimeout(timer);
    delivery.answer(data);
  }
}

/** An event that the client wants again: LATER, which the Go SDK combines with code 500. */
function isLater({ topic }: Delivery, { code, data }: Ack): boolean {
  return KINDS[topic].type === 'EVENT' && (data.status === 'LATER' || code >= 500);
}
