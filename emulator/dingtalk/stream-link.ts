import type { Answer, Call } from '../http.ts';

/** What arrives over Stream, by topic (dingtalk.md 8.1): robot messages, card presses, events (`*`). */
export const STREAM_TOPICS = {
  robot: '/v1.0/im/bot/messages/get',
  card: '/v1.0/card/instances/callback',
  event: '*',
} as const;
export type StreamTopic = (typeof STREAM_TOPICS)[keyof typeof STREAM_TOPICS];

export interface StreamFrame {
  /** `headers.messageId` of the first delivery; what a redelivery carries is the gateway's switch. */
  readonly messageId: string;
  /** Becomes the JSON text in `data`. */
  readonly data: object;
  /** Further frame headers: an event has `eventType`, `eventId`, `eventBornTime`, `eventCorpId`, `eventUnifiedAppId`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How the emulated platform reaches the server in Stream mode; the gateway stands behind it. */
export interface StreamLink {
  /**
   * Sends one frame over any open connection of the app and waits for its ack, as long as that kind is given:
   * card 2 s, event 3 s, robot message until the gateway gives up.
   * @returns the parsed `data` of the ack ({} when it is empty); null: no connection, no ack in time, or a code other than 200
   */
  deliver(topic: StreamTopic, frame: StreamFrame): Promise<Readonly<Record<string, unknown>> | null>;
}

/** What `attachStreamGateway(server, world)` of stream-gateway.ts gives: it answers upgrades on /connect by itself. */
export interface StreamGateway extends StreamLink {
  /** `POST /v1.0/gateway/connections/open`: an address and a ticket, or the refusal of the new API. */
  open(call: Call): Answer;
  /** Ends every connection. */
  close(): void;
}
