import type { InboundPress } from '../../inbox/inbound.ts';
import { only, pressContentOf, presserOf } from './inbox-key.ts';
import { fieldOf, isObject, type JsonObject, textOf } from './json-scan.ts';
import type { DingtalkRead, DingtalkRow } from './read-result.ts';

const IDENTITY = ['userId', 'userIdType', 'outTrackId', 'type', 'content', 'value'] as const;
/** Parameters of the button itself, which choose nothing. */
const NO_CHOICES = new Set(['token']);

/** Reads what somebody pressed on a card (dingtalk.md 4.8). A card has no time of its own. */
export function readPress(json: JsonObject, row: DingtalkRow): DingtalkRead {
  const asSent = presserOf(json);
  if (asSent === null || IDENTITY.some((name) => json.repeated.has(name))) return { ok: false, reason: 'identity' };
  const rawType = only(json, 'type') ?? 'actionCallback';
  const isPress = rawType === 'actionCallback';
  const press = isPress ? pressOf(json) : undefined;
  if (press === null) return { ok: false, reason: 'press' };
  return {
    ok: true,
    media: [],
    event: {
      platform: 'dingtalk',
      person: { key: asSent.toLowerCase(), asSent },
      at: row.receivedAt,
      id: row.key,
      kind: isPress ? 'press' : 'other',
      rawType: isPress ? 'event:card' : rawType,
      ...(press && { press }),
    },
  };
}

function pressOf(json: JsonObject): InboundPress | null {
  const params = pressContentOf(json.value)?.params;
  const token = textOf(params, 'token');
  const message = only(json, 'outTrackId');
  if (!token || !message) return null;
  return { token, message, responseCode: '', choices: Object.fromEntries([...fieldsOf(params)].map(toChoice)) };
}

/** The inputs of the card, those inside a form component with the others. */
function fieldsOf(params: unknown): Map<string, unknown> {
  const form = fieldOf(params, 'form');
  const isBox = isObject(form) && !isAnswer(form);
  const entries = [params, isBox ? form : null].flatMap((each) => (isObject(each) ? Object.entries(each) : []));
  return new Map(entries.filter(([name]) => !NO_CHOICES.has(name) && !(isBox && name === 'form')));
}

/** A question may itself be called "form": then there is its answer, not the box of a form component. */
const isAnswer = (value: object): boolean => 'index' in value;

const toChoice = ([question, answer]: [string, unknown]): [string, string[]] => [question, chosen(answer)];

/** Text, number, tick; `{index, value}` of a choice of one; `{index: [], value?: []}` of several. */
function chosen(answer: unknown): string[] {
  if (!isObject(answer)) return scalars(answer);
  const values = scalars(fieldOf(answer, 'value'));
  return values.length > 0 ? values : scalars(fieldOf(answer, 'index'));
}

function scalars(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list
    .filter((each) => ['string', 'number', 'boolean'].includes(typeof each))
    .map(String)
    .filter((each) => each !== '');
}
