/** What an emulated DingTalk company looks like, and the switches for behaviour that no document settles (dingtalk.md 15). */

/** Which parameter of a card template plays which part; a missing part has the parameter of the same name. */
export type TemplateLayout = Readonly<
  Partial<Record<'title' | 'note' | 'body' | 'facts' | 'buttons' | 'selects' | 'done' | 'source', string>>
>;

export interface TemplateConfig {
  /** `<uuid>.schema` */
  readonly id: string;
  readonly name: string;
  readonly layout?: TemplateLayout;
  /** False: with the switch `unpublishedTemplate: 'refuse'` it cannot be used. */
  readonly published?: boolean;
}

/** A robot that was added to a group by hand (webhook). */
export interface CustomRobotConfig {
  readonly name: string;
  readonly accessToken: string;
  /** `SEC…`; missing: the address needs no signature. */
  readonly secret?: string;
  readonly keywords?: readonly string[];
}

export interface DepartmentConfig {
  readonly id: number;
  readonly name: string;
  readonly parentId: number;
}

export interface DingtalkConfig {
  readonly appKey: string;
  readonly appSecret: string;
  readonly agentId: number | string;
  readonly robotCode: string;
  /** What richText mentions look like. */
  readonly robotName?: string;
  readonly corpId: string;
  readonly eventToken: string;
  readonly eventAesKey: string;
  /** Signs card callbacks whose route was registered without an apiSecret. */
  readonly cardSecret?: string;
  /** Where robot messages and events go in HTTP mode; null or empty: nowhere. */
  readonly robotUrl: string | null;
  readonly eventUrl: string | null;
  readonly mode: 'http' | 'stream';
  readonly templates?: readonly TemplateConfig[];
  readonly robots?: readonly CustomRobotConfig[];
  /** Below the root, which is 1 and exists always. */
  readonly departments?: readonly DepartmentConfig[];
  /** Further apps of the company: a token of theirs may not use our robot. */
  readonly otherApps?: readonly { readonly appKey: string; readonly appSecret: string }[];
}

/** The first value of each line is the default. */
export interface DingtalkSwitches {
  /** A message template's field is missing: `accept` shows nothing there, `refuse` answers miss.param.<field>. */
  readonly strictMsgParam: boolean;
  readonly unpublishedTemplate: 'accept' | 'refuse';
  readonly reusedOutTrackId: 'silent' | 'refuse';
  readonly privateDataMaxUsers: number | null;
  /** Group messages can be recalled for how long; null: always. */
  readonly groupRecallWindowMs: number | null;
  readonly robotHttpTimeoutMs: number;
  readonly robotHttpRetry: boolean;
  readonly cardTimeoutMs: number;
  readonly eventTimeoutMs: number;
  /** Pauses before the second and the third push of an event. */
  readonly eventRetrySpacingMs: readonly number[];
  readonly sessionLifeMs: number;
  readonly registeredRouteKey: 'keep' | 'refuse';
  readonly cardValueMaxBytes: number | null;
  readonly customRobotFastCode: 410100 | 130101 | 660026;
  readonly sessionGoneText: string;
  /** Calls per second of one app on one API; null: as many as it likes. */
  readonly qps: number | null;
  /** Calls of the organisation in a month; null: no quota. */
  readonly monthlyCalls: number | null;
  /** Work notifications of one day to one person; the rest is dropped silently. */
  readonly workADay: number;
  /** People whom batchSend reports as throttled instead of serving them. */
  readonly flowControlled: readonly string[];
  /** Scopes the app was not given: calls that need them get 403 (Card.Instance.Write, qyapi_robot_sendmsg …). */
  readonly missingScopes: readonly string[];
}

export const DINGTALK_SWITCHES: DingtalkSwitches = {
  strictMsgParam: false,
  unpublishedTemplate: 'accept',
  reusedOutTrackId: 'silent',
  privateDataMaxUsers: null,
  groupRecallWindowMs: null,
  robotHttpTimeoutMs: 10_000,
  robotHttpRetry: false,
  cardTimeoutMs: 2000,
  eventTimeoutMs: 2500,
  eventRetrySpacingMs: [10_000, 30_000],
  sessionLifeMs: 5_400_000,
  registeredRouteKey: 'keep',
  cardValueMaxBytes: null,
  customRobotFastCode: 410100,
  sessionGoneText: 'session 不存在',
  qps: 20,
  monthlyCalls: null,
  workADay: 500,
  flowControlled: [],
  missingScopes: [],
};
