import { isObject, type Json } from '../http.ts';
import type { World } from '../world.ts';
import { dingtalkOf, memberByUnionId } from './people.ts';
import { ApiRefusal } from './refusal.ts';
import type { CardInstance, Params } from './state.ts';

const MAX_KEY_BYTES = 100;
const MAX_CARD_BYTES = 100 * 1024;

const bad = (code: string, hint = ''): ApiRefusal => new ApiRefusal(400, code, hint);

/** `{cardParamMap}`: every value a text (dingtalk.md 4.5). Undefined: the block is not there. */
export function readParams(world: World, block: unknown): Params | undefined {
  if (block === undefined || block === null) return undefined;
  const map = isObject(block) ? block.cardParamMap : undefined;
  if (!isObject(map)) throw bad('param.invalid', 'cardParamMap is missing or no object');
  const { cardValueMaxBytes } = dingtalkOf(world).switches;
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string')
      throw bad('param.invalid', `cardParamMap.${key} is ${JSON.stringify(value)}; every value must be a text`);
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw bad('param.invalid', `cardParamMap: key "${key}" is too long`);
    const bytes = Buffer.byteLength(value);
    if (cardValueMaxBytes !== null && bytes > cardValueMaxBytes)
      throw bad('param.invalid', `cardParamMap.${key}: ${bytes} bytes, ${cardValueMaxBytes} are allowed`);
  }
  return map as Params;
}

/** `privateData`, keyed by user id or, with userIdType 2, by union id. */
export function readPrivate(world: World, given: unknown, userIdType: number): Record<string, Params> | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isObject(given)) throw bad('param.invalid', 'privateData is no object');
  const { privateDataMaxUsers } = dingtalkOf(world).switches;
  const count = Object.keys(given).length;
  if (privateDataMaxUsers !== null && count > privateDataMaxUsers)
    throw bad('param.invalid', `privateData of ${count} users, ${privateDataMaxUsers} are allowed`);
  const entries = Object.entries(given).map(([id, block]) => {
    const userId = userIdType === 2 ? (memberByUnionId(world, id)?.id ?? id) : id;
    return [userId, readParams(world, block) ?? {}] as const;
  });
  return Object.fromEntries(entries);
}

export function checkSize({ params, privateParams }: Pick<CardInstance, 'params' | 'privateParams'>): void {
  const bytes = Buffer.byteLength(JSON.stringify([params, privateParams]));
  if (bytes > MAX_CARD_BYTES) throw bad('param.invalid', `the card's data is ${bytes} bytes, 100 KB are allowed`);
}

/** By key: the new keys are laid over the old ones; else (the default) the whole map is replaced (dingtalk.md 4.6). */
export function mergeParams(present: Params | undefined, change: Params | undefined, byKey: unknown): Params {
  if (change === undefined) return present ?? {};
  return byKey === true ? { ...present, ...change } : change;
}

/** What one person sees: public, then what his press was answered with, then his own. */
export function paramsFor({ params, answered, privateParams }: CardInstance, userId: string): Params {
  return { ...params, ...answered[userId], ...privateParams[userId] };
}

export const optionsOf = (body: Json): Json => (isObject(body.cardUpdateOptions) ? body.cardUpdateOptions : {});
