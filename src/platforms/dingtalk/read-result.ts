import type { Conversation } from '../../conversation.ts';
import type { InboundEvent, InboundKind } from '../../inbox/inbound.ts';

/** One inbox row, in either mode: HTTP's body, or the data of a Stream frame. */
export interface DingtalkRow {
  readonly source: 'robot' | 'card';
  readonly body: Buffer;
  /** The inbox key: `msg:…`, `evt:…` or `card:…`. A press's key cannot be told from its body. */
  readonly key: string;
  /** Stands for the time when the platform gives none. */
  readonly receivedAt: Date;
}

/** `id` is the downloadCode. */
export interface Medium {
  readonly id: string;
  readonly kind: 'image' | 'voice' | 'video' | 'file';
}

/** `outsider`: nobody of our organisation. The others: authentic, but not to be guessed at (reliability.md 4). */
export type UnreadableReason = 'encoding' | 'unreadable' | 'identity' | 'outsider' | 'press';

export type DingtalkRead =
  | {
      readonly ok: true;
      readonly event: InboundEvent;
      readonly media: readonly Medium[];
      readonly conversation?: Conversation;
    }
  | { readonly ok: false; readonly reason: UnreadableReason; readonly conversation?: Conversation };

export interface ReadOptions {
  /** The robot's name, to take `@name` out of rich text, where the platform leaves it in. */
  readonly robotName?: string;
}

/** What a message says, without who said it and where. */
export interface Said {
  readonly kind: InboundKind;
  readonly text?: string;
  readonly fileName?: string;
  readonly media?: readonly Medium[];
}
