/** What came in, said without any platform's spelling. Platforms make it, the dialogue reads it. */

import type { Conversation } from '../conversation.ts';
import type { PlatformName } from '../platform-name.ts';

export type InboundKind =
  | 'text'
  | 'image'
  | 'voice'
  | 'file'
  /** A button or the submit of a card. */
  | 'press'
  /** The menu in the corner of a card. */
  | 'menuPress'
  | 'subscribe'
  /** The person opened the app. Comes often: never answered each time. */
  | 'enter'
  /** A button of the app's own menu; its key is in `menuKey`. */
  | 'click'
  /** Something was said, but the platform has withheld what: its quota is used up. */
  | 'withheld'
  /** Authentic but nothing we act on: stickers, locations, unknown or future events. */
  | 'other';

export interface InboundPress {
  /** The key of the button, which is our signed token. */
  readonly token: string;
  /** Id of the message whose card was pressed (WeCom: task id). */
  readonly message: string;
  /** What the platform wants back for turning the pressed card into another one; null when it cannot be done. */
  readonly responseCode: string | null;
  /** Chosen option ids by the key of the question. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

export interface InboundEvent {
  readonly platform: PlatformName;
  /** `key` is for comparing (lower case: user ids are case-insensitive), `asSent` for showing and sending. */
  readonly person: { readonly key: string; readonly asSent: string };
  /** When the platform says it happened, to the second. */
  readonly at: Date;
  /** The same string as the inbox key: `msg:…` or `evt:…`. */
  readonly id: string;
  readonly kind: InboundKind;
  /** Verbatim: neutralise before showing (cards/render/plain.ts). */
  readonly text?: string;
  readonly mediaId?: string;
  /** Pictures inside a text, beside `mediaId`. */
  readonly pictures?: readonly string[];
  /** Left out where all talk is one-to-one. */
  readonly conversation?: Conversation;
  readonly fileName?: string;
  readonly menuKey?: string;
  readonly press?: InboundPress;
  /** The platform's own word for it, for logs: a message type, or `event:<name>`. */
  readonly rawType: string;
}
