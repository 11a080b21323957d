import type { OutcomeClass, SendOutcome } from '../../outbox/ports.ts';

/**
 * What became of one call, in the classes of reliability.md section 2:
 * A token, B rate, C busy (surely not done), D unknown, E recipient, F our mistake, G configuration.
 * The new API says it by words (`code`), the legacy API by numbers (`errcode`); the HTTP status alone says little.
 */
export type FailureClass = Exclude<OutcomeClass, 'ok'>;
export type Outcome = SendOutcome;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Calls a second: the next slot would do, a few more are kinder. */
export const QPS_WAIT_MS = 2 * SECOND_MS;
export const RATE_WAIT_MS = MINUTE_MS;
/** An address over 10,000 calls in 20 s is shut out so long (dingtalk.md 2.6). */
export const BAN_MS = 5 * MINUTE_MS;
/** A group robot over 20 messages a minute is silenced so long (dingtalk.md 5.2). */
const ROBOT_SILENCE_MS = 10 * MINUTE_MS;

export interface Judged {
  readonly class: FailureClass;
  readonly retryAfterMs?: number;
}

/** First match counts, so that the narrow stands before the wide. */
const CODES: readonly (readonly [RegExp, Judged])[] = [
  [/^(InvalidAuthentication|Unauthorized|invalidParameter\.token\.invalid)$/, { class: 'A' }],
  [/^Forbidden\.AccessDenied\.Qps/, { class: 'B', retryAfterMs: QPS_WAIT_MS }],
  [/^Forbidden\.AccessDenied\.Qpm/, { class: 'B', retryAfterMs: RATE_WAIT_MS }],
  [/^send\.(too\.fast|byToken\.tooFast)$/, { class: 'B', retryAfterMs: RATE_WAIT_MS }],
  // Quota of the month, missing permission, foreign address and whatever else is forbidden: a person must act.
  [/^Forbidden\./, { class: 'G' }],
  [/^(unauthorized|auth\.error|invalidClientIdOrSecret|invalid\.client|unauthorized\.client)$/, { class: 'G' }],
  [/^(invalidParameter\.robotCode|not\.allowed\.robotCode|invalidParameter\.invalid$|miss\.chatbotId)/, { class: 'G' }],
  [
    /^(bot\.|template\.|robot\.oto\.|chatbotId\.notAllow|send\.forbidden|ip\.not\.match|token\.notExisted)/,
    { class: 'G' },
  ],
  [/^param\.template(NotExist|Unpublished)$/, { class: 'G' }],
  [/^(staffId\.notExisted|param\.userIdNotExist|invalidParameter\.userIds?\b|illegal\.receivers)/, { class: 'E' }],
  [
    /^(group\.disbanded|openConversationId\.notExisted|invalid\.openConversationId|conversation\.org\.)/,
    { class: 'E' },
  ],
  [/^system\.busy$/, { class: 'C' }],
];

/** The class of a refusal by words; null when only the HTTP status can tell. */
export const classOfCode = (code: string): Judged | null => CODES.find(([pattern]) => pattern.test(code))?.[1] ?? null;

const NUMBERS: readonly (readonly [Judged, readonly number[]])[] = [
  [{ class: 'A' }, [40_001, 40_014, 42_001]],
  [{ class: 'B', retryAfterMs: QPS_WAIT_MS }, [90_002, 90_018]],
  [{ class: 'B', retryAfterMs: ROBOT_SILENCE_MS }, [410_100, 130_101, 660_026]],
  [{ class: 'B', retryAfterMs: RATE_WAIT_MS }, [143_103, 143_104, 41_047]],
  [{ class: 'C' }, [-1]],
  [{ class: 'D' }, [15]],
  [{ class: 'E' }, [60_121, 33_012, 1_430_000, 143_105, 400_013]],
  [
    { class: 'G' },
    [
      90_020, 90_030, 60_011, 60_020, 40_056, 40_096, 41_001, 400_101, 400_102, 400_106, 300_001, 300_005, 1_430_003,
      1_430_004,
    ],
  ],
];
const OF_NUMBER: ReadonlyMap<number, Judged> = new Map(
  NUMBERS.flatMap(([judged, codes]) => codes.map((code) => [code, judged] as const)),
);

/** 88 is only a wrapper: what it means stands in `sub_code`. Without one, a back end did not answer in time. */
const WRAPPER = 88;
const PER_MINUTE = { from: 90_001, to: 90_017 } as const;

/** The class of a legacy errcode other than 0. A code we do not know is F: not repeated, and somebody looks at it. */
export function classOfNumber(errcode: number, subCode = ''): Judged {
  if (errcode === WRAPPER) return classOfWrapped(subCode);
  const known = OF_NUMBER.get(errcode);
  if (known) return known;
  const isRate = errcode >= PER_MINUTE.from && errcode <= PER_MINUTE.to;
  return isRate ? { class: 'B', retryAfterMs: RATE_WAIT_MS } : { class: 'F' };
}

function classOfWrapped(subCode: string): Judged {
  if (subCode === '') return { class: 'D' };
  if (/^-?\d+$/.test(subCode) && Number(subCode) !== WRAPPER) return classOfNumber(Number(subCode));
  // Words: a permission by its name, or a limit as the new API says it.
  return classOfCode(subCode) ?? { class: 'G' };
}
