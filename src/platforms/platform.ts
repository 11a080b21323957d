/** What the program needs of a work-chat. Everything a platform has of its own stays behind this. */
import type Router from 'koa-router';
import type { Clocks } from '../clock.ts';
import type { Log } from '../deps.ts';
import type { Received } from '../inbox/accept.ts';
import type { ContactEvent } from '../inbox/contact-event.ts';
import type { InboundEvent } from '../inbox/inbound.ts';
import type { Channel, SendOutcome } from '../outbox/ports.ts';
import type { PlatformName } from '../platform-name.ts';
import type { InboxRow } from '../store/records.ts';
import type { TokenStore } from './shared-token.ts';

export type Read =
  | { readonly ok: true; readonly event: InboundEvent }
  /** Null: an event of the directory that concerns nobody. */
  | { readonly ok: true; readonly contact: ContactEvent | null }
  | { readonly ok: false };

export interface Downloaded {
  readonly ok: true;
  /** Empty where the platform does not say. */
  readonly name: string;
  readonly type: string;
  readonly body: Buffer;
}

export type Accept = (received: Received) => Promise<'stored' | 'duplicate' | 'spooled'>;

export interface Platform extends Channel {
  readonly name: PlatformName;
  /** Reads the bytes of an inbox row, as they came. */
  readonly read: (row: InboxRow) => Read;
  readonly getMedia: (mediaId: string) => Promise<Downloaded | { readonly ok: false; readonly outcome: SendOutcome }>;
  /** Ids of the departments somebody is in; null: not to be had. */
  readonly departmentsOf: (user: string) => Promise<readonly string[] | null>;
  /** Can the app's token be had? Sends nothing. */
  readonly checkToken: () => Promise<SendOutcome>;
  /** Its callbacks, under `suffix` when several committees share the address. */
  readonly routes: (router: Router, suffix: string, accept: Accept) => void;
  /** Opens what is not an HTTP route of ours, e.g. a Stream connection. */
  readonly start: (accept: Accept) => Promise<void>;
  /** A row of its was worked and answered. */
  readonly worked: (row: InboxRow) => void;
  /** Why nothing can be received here until a person has acted, said to the operator; null: all is well, or it will be. */
  readonly problem: () => string | null;
  /** Rows of the operator's page. */
  readonly status: () => Promise<readonly (readonly [string, string])[]>;
  readonly close: () => Promise<void>;
}

export interface PlatformGiven {
  readonly secretKey: Buffer;
  readonly clocks: Clocks;
  readonly log: Log;
  readonly tokens: TokenStore;
  /** Name of a group's robot in the configuration, by the group's name. */
  readonly robotOf: (group: string) => string;
  /** Where this program is reached from outside, without a slash at the end; empty when it is not. */
  readonly publicUrl: string;
  /** What its routes end in when several committees share the address. */
  readonly suffix: string;
  readonly countCall: () => void;
  readonly callsThisMonth: () => Promise<number>;
}
