import { randomBytes } from 'node:crypto';
import type { CallbackRecord } from '../callback-sender.ts';
import { CallbackSender } from '../callback-sender.ts';
import type { Ledger } from '../ledger.ts';
import type { World } from '../world.ts';
import type { DingtalkConfig, DingtalkSwitches } from './config.ts';
import { postCard, postEvent, postRobot } from './post.ts';
import { Journal, type Shelf } from './shelf.ts';
import type { StreamGatewayControls } from './stream-gateway.ts';
import { Throttle } from './throttle.ts';
import { DingtalkTokens } from './tokens.ts';

export type Params = Readonly<Record<string, string>>;

/** One message or one delivered card, by its processQueryKey (a card's carrierId). */
export interface SentRobotMessage {
  readonly key: string;
  /** User ids; for a group the one name of it. */
  readonly to: readonly string[];
  readonly conversationId?: string;
  /** Virtual time in ms. */
  readonly sentAt: number;
  readonly recalled?: true;
}

export interface CardSpace {
  readonly type: string;
  /** As in the openSpaceId. */
  readonly id: string;
  /** Where it stands on the screen. */
  readonly to: string;
  readonly group: boolean;
  readonly carrierId: string;
}

export interface CardInstance {
  readonly outTrackId: string;
  readonly templateId: string;
  readonly callbackType?: string;
  readonly routeKey?: string;
  readonly userIdType: number;
  readonly spaceModels: readonly string[];
  readonly params: Params;
  /** By user id. */
  readonly privateParams: Readonly<Record<string, Params>>;
  /** What a press was answered with: public words that only the presser sees, until the next update. */
  readonly answered: Readonly<Record<string, Params>>;
  readonly spaces: readonly CardSpace[];
  /** Streaming: guids that were worked, and the end. */
  readonly guids?: readonly string[];
  readonly finalized?: true;
}

export interface CardRoute {
  readonly callbackUrl: string;
  readonly apiSecret?: string;
}

export interface ReplySession {
  readonly to: string;
  readonly group: boolean;
  /** Real time in ms, as it was told the server. */
  readonly until: number;
}

export interface WorkTask {
  readonly id: number;
  readonly shown: readonly string[];
  readonly invalid: readonly string[];
  readonly forbidden: readonly { readonly code: string; readonly count: number; readonly userid: string }[];
  readonly sentAt: number;
  readonly recalled?: true;
}

export type CallbackKind = 'robot' | 'card' | 'event';

/** What the emulated DingTalk remembers; kept on disk, so that a restart forgets nothing. */
export class DingtalkState {
  readonly config: DingtalkConfig;
  readonly switches: DingtalkSwitches;
  readonly tokens: DingtalkTokens;
  readonly throttle: Throttle;
  readonly messages: Shelf<SentRobotMessage>;
  readonly cards: Shelf<CardInstance>;
  readonly routes: Shelf<CardRoute>;
  readonly sessions: Shelf<ReplySession>;
  readonly tasks: Shelf<WorkTask>;
  /** Work notifications a person got on a day: `<day> <person>` → what each said. */
  readonly workDays: Shelf<readonly string[]>;
  readonly msgUuids = new Set<string>();
  /** Events that were never answered rightly: `get_call_back_failed_result` hands them out once. */
  readonly failedEvents: CallbackRecord[] = [];
  /** Callbacks that are sent wrongly on purpose: plaintext → flaw. */
  readonly flaws = new Map<string, string>();
  /** Card presses whose answer did not come in time: the person saw a failure. */
  readonly failedPresses = new Set<string>();
  /** Stream connections; set as soon as the emulator has a server to hang it on. */
  gateway: StreamGatewayControls | null = null;
  readonly senders: Readonly<Record<CallbackKind, CallbackSender>>;

  constructor(given: {
    readonly config: DingtalkConfig;
    readonly switches: DingtalkSwitches;
    readonly records: Ledger<CallbackRecord>;
    readonly journalFile: string | null;
    readonly world: () => World;
  }) {
    const { config, switches, records, world } = given;
    const journal = new Journal(given.journalFile);
    this.config = config;
    this.switches = switches;
    this.tokens = new DingtalkTokens(config);
    this.throttle = new Throttle(switches);
    this.messages = journal.shelf('message');
    this.cards = journal.shelf('card');
    this.routes = journal.shelf('route');
    this.sessions = journal.shelf('session');
    this.tasks = journal.shelf('task');
    this.workDays = journal.shelf('work-day');
    const once = { retries: 0, retryOnNon200: false, retrySpacingMs: 0 };
    const robotRules = switches.robotHttpRetry ? { ...once, retries: 1, retryOnNon200: true } : once;
    this.senders = {
      robot: new CallbackSender(records, robotRules, (plain) => postRobot(world(), this, plain)),
      card: new CallbackSender(records, once, (plain) => postCard(world(), this, plain)),
      event: new CallbackSender(records, once, (plain) => postEvent(this, plain)),
    };
  }

  /** Message ids and query keys look like base64 and end in `==`, so that unencoded ones in a query are noticed. */
  nextKey(prefix = ''): string {
    return `${prefix}${randomBytes(16).toString('base64')}`;
  }

  senderOf(record: CallbackRecord): CallbackSender {
    return this.senders[kindOf(record.plain)];
  }

  async idle(): Promise<void> {
    await Promise.all(Object.values(this.senders).map((sender) => sender.idle()));
  }
}

/** What kind of callback a plaintext is. */
function kindOf(plain: string): CallbackKind {
  if (plain.startsWith('{"EventType"')) return 'event';
  return plain.startsWith('{"type":"actionCallback"') ? 'card' : 'robot';
}
