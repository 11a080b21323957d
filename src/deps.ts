/** What handlers, jobs, inbox and outbox receive. Made once in app.ts; tests replace clocks and platforms only. */
import type { Card } from '../cards/card.ts';
import type { Clocks } from './clock.ts';
import type { Conversation } from './conversation.ts';
import type { CaseId, PersonId } from './domain/case.ts';
import type { Directory } from './domain/command.ts';
import type { Rules } from './domain/rules.ts';
import type { PlatformName } from './platform-name.ts';
import type { GroupRow, PersonRow, UnitRow } from './store/records.ts';
import type { CommitteeStore } from './store/store.ts';

/** Structured log by an allow-list of fields (P22): names of events and small facts, never wording or secrets. */
export interface Log {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, fields?: LogFields) => void;
}
export interface LogFields {
  readonly committee?: string;
  readonly case?: CaseId;
  readonly key?: string;
  readonly role?: string;
  readonly unit?: string;
  readonly code?: string | number;
  readonly class?: string;
  readonly ms?: number;
  readonly count?: number;
  readonly job?: string;
  readonly reason?: string;
  readonly stack?: string;
}

/** The directory with people as rows; `refresh` reads the store again after an import or a binding. */
export interface LiveDirectory extends Directory {
  readonly person: (id: PersonId) => PersonRow | null;
  readonly byPlatformUser: (platform: PlatformName, user: string) => PersonRow | null;
  readonly people: () => readonly PersonRow[];
  readonly units: () => readonly Pick<UnitRow, 'id' | 'name' | 'kind' | 'departments'>[];
  readonly groups: () => readonly Pick<GroupRow, 'name' | 'platform' | 'robot'>[];
  readonly refresh: () => Promise<void>;
  /** Reads the store again when another instance (or the operator's tool) has changed people, units or groups. */
  readonly refreshIfChanged: () => Promise<void>;
}

/** Where something is said: to a person in a chat of his, or by `user` alone to a stranger or a group. */
export interface Address {
  readonly person: PersonId | null;
  readonly platform: PlatformName;
  readonly user: string;
}

/** One thing to be said to one person, now or at `dueAt`. */
export interface Outgoing {
  /** Deterministic key of what caused it: the same key is said once, whatever happens. */
  readonly key: string;
  readonly to: Address;
  readonly say: { readonly text: string } | { readonly card: Card };
  /** The pressed card turns into this one instead of a new message. `responseCode`: empty where the platform needs none. */
  readonly updates?: { readonly message: string; readonly responseCode: string };
  /** Said into this conversation, by its own address and never elsewhere. */
  readonly conversation?: Conversation;
  readonly obligations?: readonly string[];
  readonly case?: CaseId | null;
  readonly onDelivered?: { readonly event: string; readonly case: CaseId } | null;
}

export interface Outbox {
  /** Freezes and stores the message, then has it sent at once. Resolves when it is durable, not when it is sent. */
  readonly put: (outgoing: Outgoing) => Promise<void>;
  /** Looks for due obligations and messages now. */
  readonly wake: () => void;
  /** Works everything that is due now; resolves when nothing due is left or all the rest waits for a later time. */
  readonly drain: () => Promise<void>;
  readonly quiet: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

export interface Deps {
  readonly committee: string;
  readonly store: CommitteeStore;
  readonly clocks: Clocks;
  readonly rules: Rules;
  readonly directory: LiveDirectory;
  readonly log: Log;
  /** HMAC and sealing key, 32 bytes (SECRET_KEY). */
  readonly secretKey: Buffer;
  /** The platforms this committee has set up. */
  readonly platforms: readonly PlatformName[];
  /** Marks this process in leases. */
  readonly instance: string;
  readonly dataDir: string;
  readonly newId: () => string;
}
