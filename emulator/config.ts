import type { DingtalkConfig, DingtalkSwitches } from './dingtalk/config.ts';
import type { StreamSwitches } from './dingtalk/stream-switches.ts';

/** What an emulated company looks like, and the switches for platform behaviour that no document settles. */

/** What the page offers below a phone; one of the five kinds of step. */
export interface SuggestionConfig {
  readonly label: string;
  /** Words to say. */
  readonly text?: string;
  /** The word of a button to look for. */
  readonly press?: string;
  /** A sample picture to send. */
  readonly photo?: true;
  /** Whose phone (or which group) to look at next. */
  readonly open?: string;
  /** Where time is to go: an instant (ISO), or `monday` for the coming one. */
  readonly travel?: string;
  /** Not offered again once it has been said. */
  readonly once?: true;
  /** A sentence that says more than the label. */
  readonly hint?: string;
}

/** Both patterns are regular expressions; the first rule of the list that fits decides. */
export interface SuggestionRule {
  /** Ids; missing: everybody. */
  readonly person?: readonly string[];
  /** On the words of the newest message on this phone, buttons included; `empty`: there is none. */
  readonly when: string;
  /** On what this person said (or pressed) last. */
  readonly after?: string;
  readonly suggest: readonly SuggestionConfig[];
}

export interface PersonConfig {
  readonly platform?: 'wecom' | 'dingtalk';
  readonly id: string;
  readonly name: string;
  readonly title?: string;
  readonly groups?: readonly string[];
  /** DingTalk: department ids; missing: the root alone. */
  readonly departments?: readonly number[];
  /** DingTalk: only this one can be found by number. */
  readonly mobile?: string;
}

export interface GroupConfig {
  readonly name: string;
  /** Name of the robot that posts here; without it the robot of the same name does. */
  readonly robot?: string;
  /** Set for a group of DingTalk. */
  readonly dingtalk?: {
    readonly conversationId: string;
    /** False: the app's robot was not added to it. */
    readonly appRobot?: boolean;
    readonly disbanded?: boolean;
  };
}

export interface AppConfig {
  readonly agentId: number;
  readonly secret: string;
}

export interface EmulatorConfig {
  readonly corpId: string;
  readonly agentId: number | string;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
  /** Where callbacks go; null or empty: none configured, and cards with buttons are refused with 43012. */
  readonly callbackUrl: string | null;
  /** Group robots: name → webhook key. */
  readonly robots?: Readonly<Record<string, string>>;
  readonly people: readonly PersonConfig[];
  readonly groups?: readonly GroupConfig[];
  /** What the page suggests to each person, by what is on the phone. */
  readonly suggestions?: readonly SuggestionRule[];
  /** Further apps of the company: their tokens are refused with 301002 on ours. */
  readonly otherApps?: readonly AppConfig[];
  /** The contact-sync assistant of WeCom: its own address, token and key. */
  readonly contacts?: { readonly url: string; readonly token: string; readonly encodingAesKey: string };
  /** The same company on DingTalk; missing: DingTalk is not emulated. */
  readonly dingtalk?: DingtalkConfig;
}

/** Undecided in the platform's documents (wecom.md 18); the first value of each line is the default. */
export interface Switches {
  /** A callback that was answered with another status than 200 is sent again. */
  readonly retryOnNon200: boolean;
  readonly retries: number;
  readonly retrySpacingMs: number;
  readonly callbackTimeoutMs: number;
  /** What a second message/send with a known task_id gets: `accept` notes it, `refuse` answers 42014. */
  readonly repeatedTaskId: 'accept' | 'refuse';
  /** update_template_card without userids, partyids, tagids, atall. */
  readonly updateWithoutTarget: 'all' | 'refuse';
  /** App text or markdown above 2048 bytes. */
  readonly overlongText: 'cut' | 45002 | 40058;
  readonly buttonListLengthCode: number;
}

export const DEFAULT_SWITCHES: Switches = {
  retryOnNon200: true,
  retries: 3,
  retrySpacingMs: 0,
  callbackTimeoutMs: 5000,
  repeatedTaskId: 'accept',
  updateWithoutTarget: 'all',
  overlongText: 'cut',
  buttonListLengthCode: 40058,
};

/** Moves the server's time; in the demo this is the launcher at the other end of the process channel. */
export interface ServerHooks {
  readonly clock: (to: Date) => Promise<HookAnswer>;
  readonly outage: (to: Date, forMs: number) => Promise<HookAnswer>;
  readonly settle: () => Promise<HookAnswer>;
}

export interface HookAnswer {
  /** Where the server's civil time stands now (ISO); missing: where it was told to go. */
  readonly now?: string;
  readonly quiet: boolean;
}

export interface EmulatorOptions {
  /** 0 or missing: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Both ledgers, the card codes and the media are kept here and read again at the next start. */
  readonly ledgerDir?: string;
  readonly switches?: Partial<Switches>;
  readonly dingtalkSwitches?: Partial<DingtalkSwitches>;
  readonly streamSwitches?: Partial<StreamSwitches>;
  readonly hooks?: ServerHooks;
  readonly startAt?: Date;
  /** Folder of index.html and its files; default: emulator/page. */
  readonly pageDir?: string;
}
