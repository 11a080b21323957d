import type { Json } from '../http.ts';
import type { World } from '../world.ts';
import { cardRow } from './card-view.ts';
import { part } from './content.ts';
import { dingtalkOf, groupByConversation, memberByUnionId, memberOf } from './people.ts';
import { ApiRefusal } from './refusal.ts';
import type { CardInstance, CardSpace } from './state.ts';

const PREFIX = 'dtv1.card//';
const MAX_CHARACTERS = 1000;

/** Type of a space → the models of a request that belong to it (dingtalk.md 4.2, 4.3). */
const SPACE_TYPES: Readonly<Record<string, { readonly space: string; readonly deliver: string }>> = {
  IM_GROUP: { space: 'imGroupOpenSpaceModel', deliver: 'imGroupOpenDeliverModel' },
  IM_ROBOT: { space: 'imRobotOpenSpaceModel', deliver: 'imRobotOpenDeliverModel' },
  IM_SINGLE: { space: 'imSingleOpenSpaceModel', deliver: 'imSingleOpenDeliverModel' },
  ONE_BOX: { space: 'topOpenSpaceModel', deliver: 'topOpenDeliverModel' },
};

const bad = (code: string, hint = ''): ApiRefusal => new ApiRefusal(400, code, hint);

/** The space models a create call brings: only for these types can the instance be delivered. */
export const spaceModelsIn = (body: Json): string[] =>
  Object.entries(SPACE_TYPES)
    .filter(([, { space }]) => body[space] !== undefined)
    .map(([type]) => type);

export interface AskedSpace {
  readonly type: string;
  readonly id: string;
}

/** `dtv1.card//TYPE.ID;TYPE.ID`; types in any case. */
export function readSpaces(given: unknown): AskedSpace[] {
  if (typeof given !== 'string' || given === '') throw bad('param.openSpaceIdEmpty');
  const isWhole = given.startsWith(PREFIX) && given.length <= MAX_CHARACTERS;
  if (!isWhole) throw bad('param.openSpaceIdInvalid', `"${given.slice(0, 60)}" must begin with ${PREFIX}`);
  const items = given.slice(PREFIX.length).split(';');
  return items.map((item) => {
    const dot = item.indexOf('.');
    const type = item.slice(0, dot).toUpperCase();
    if (dot < 1 || !SPACE_TYPES[type]) throw bad('param.openSpaceIdInvalid', `"${item}" is not TYPE.ID`);
    return { type, id: item.slice(dot + 1) };
  });
}

export interface DeliverResult {
  readonly spaceType: string;
  readonly spaceId: string;
  readonly success: boolean;
  readonly carrierId: string;
  readonly errorMsg: string;
}

/** Puts an instance into spaces; one that fails does not hold up the others, and the call succeeds (dingtalk.md 4.3). */
export function deliverTo(
  world: World,
  card: CardInstance,
  spaces: readonly AskedSpace[],
  body: Json,
): DeliverResult[] {
  const dingtalk = dingtalkOf(world);
  const placed: CardSpace[] = [];
  const results = spaces.map((asked): DeliverResult => {
    const space = place(world, card, asked, body);
    const base = { spaceType: asked.type, spaceId: asked.id };
    if (typeof space === 'string') return { ...base, success: false, carrierId: '', errorMsg: space };
    placed.push(space);
    return { ...base, success: true, carrierId: space.carrierId, errorMsg: '' };
  });
  const delivered = { ...card, spaces: [...card.spaces, ...placed] };
  dingtalk.cards.set(card.outTrackId, delivered);
  for (const space of placed) show(world, delivered, space);
  return results;
}

function show(world: World, card: CardInstance, space: CardSpace): void {
  const { carrierId: key, to, group } = space;
  const conversation = group ? { conversationId: space.id } : {};
  dingtalkOf(world).messages.set(key, { key, to: [to], sentAt: world.clock.nowMs(), ...conversation });
  world.screen.show({
    platform: 'dingtalk',
    to,
    ...(group ? { group: true } : {}),
    message: key,
    ...cardRow(world, card, space),
  });
}

/** The space, or the words that say why it failed. */
function place(world: World, card: CardInstance, { type, id }: AskedSpace, body: Json): CardSpace | string {
  const dingtalk = dingtalkOf(world);
  const names = SPACE_TYPES[type];
  if (!names || !card.spaceModels.includes(type)) return 'spaces of card is empty';
  if (body[names.deliver] === undefined) throw bad('param.spaceDeliverModelEmpty', `${names.deliver} is missing`);
  const { robotCode } = part(body, names.deliver);
  if (type === 'IM_GROUP' && robotCode !== dingtalk.config.robotCode) return 'robotCode is illegal';
  if (robotCode !== undefined && robotCode !== dingtalk.config.robotCode) return 'robotCode is illegal';
  const target = targetOf(world, card, type, id);
  return target ? { type, id, carrierId: dingtalk.nextKey(), ...target } : 'spaceId is illegal';
}

function targetOf(world: World, card: CardInstance, type: string, id: string) {
  if (type === 'IM_ROBOT') {
    const person = card.userIdType === 2 ? memberByUnionId(world, id) : memberOf(world, id);
    return person ? { to: person.id, group: false } : null;
  }
  const group = groupByConversation(world, id);
  const isOpen = group && !group.dingtalk.disbanded && group.dingtalk.appRobot !== false;
  return isOpen ? { to: group.name, group: true } : null;
}
