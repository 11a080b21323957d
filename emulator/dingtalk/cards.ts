import type { Answer, Call, Json } from '../http.ts';
import { json } from '../http.ts';
import type { World } from '../world.ts';
import { checkSize, mergeParams, optionsOf, readParams, readPrivate } from './card-data.ts';
import { deliverTo, readSpaces, spaceModelsIn } from './card-spaces.ts';
import { redraw } from './card-view.ts';
import { dingtalkOf } from './people.ts';
import { ApiRefusal } from './refusal.ts';
import { apiBody } from './robot-send.ts';
import type { CardInstance } from './state.ts';

const MAX_OUT_TRACK_ID = 100;

const bad = (code: string, hint = ''): ApiRefusal => new ApiRefusal(400, code, hint);

function outTrackIdOf({ outTrackId }: Json): string {
  if (typeof outTrackId !== 'string' || outTrackId === '') throw bad('param.outTrackIdEmpty');
  if (outTrackId.length > MAX_OUT_TRACK_ID)
    throw bad('param.invalid', `outTrackId: ${outTrackId.length} characters, ${MAX_OUT_TRACK_ID} are allowed`);
  return outTrackId;
}

function cardOf(world: World, body: Json): CardInstance {
  const card = dingtalkOf(world).cards.get(outTrackIdOf(body));
  if (!card) throw bad('param.cardNotExist', `outTrackId "${String(body.outTrackId)}"`);
  return card;
}

function checkTemplate(world: World, given: unknown): string {
  const { config, switches } = dingtalkOf(world);
  if (typeof given !== 'string' || given === '') throw bad('param.cardTemplateIdEmpty');
  const template = config.templates?.find(({ id }) => id === given);
  if (!template) throw bad('param.templateNotExist', `"${given}" is no template of the company file`);
  if (template.published === false && switches.unpublishedTemplate === 'refuse')
    throw bad('param.templateUnpublished', template.name);
  return given;
}

/** The instance a body creates; with a known outTrackId the first one stays as it is (dingtalk.md 4.12). */
function create(world: World, body: Json): CardInstance {
  const dingtalk = dingtalkOf(world);
  const outTrackId = outTrackIdOf(body);
  const templateId = checkTemplate(world, body.cardTemplateId);
  const userIdType = body.userIdType === 2 ? 2 : 1;
  const params = readParams(world, body.cardData);
  if (!params) throw bad('param.cardPublicDataEmpty');
  const privateParams = readPrivate(world, body.privateData, userIdType) ?? {};
  checkSize({ params, privateParams });
  const earlier = dingtalk.cards.get(outTrackId);
  if (earlier) {
    if (dingtalk.switches.reusedOutTrackId === 'refuse') throw bad('param.cardAlreadyExist', outTrackId);
    world.notes.push(`card ${outTrackId}: created before; the second one has no effect`);
    return earlier;
  }
  const card: CardInstance = {
    outTrackId,
    templateId,
    userIdType,
    spaceModels: spaceModelsIn(body),
    params,
    privateParams,
    answered: {},
    spaces: [],
    ...(typeof body.callbackType === 'string' ? { callbackType: body.callbackType } : {}),
    ...(typeof body.callbackRouteKey === 'string' ? { routeKey: body.callbackRouteKey } : {}),
  };
  dingtalk.cards.set(outTrackId, card);
  return card;
}

/** `POST /v1.0/card/instances` (dingtalk.md 4.2). */
export function createCard(world: World, call: Call): Answer {
  return json({ success: true, result: create(world, apiBody(call)).outTrackId });
}

/** `POST /v1.0/card/instances/deliver`. */
export function deliverCard(world: World, call: Call): Answer {
  const body = apiBody(call);
  const card = cardOf(world, body);
  return json({ success: true, result: deliverTo(world, card, readSpaces(body.openSpaceId), body) });
}

/** `POST /v1.0/card/instances/createAndDeliver`: a repeat with the same outTrackId shows nothing a second time. */
export function createAndDeliver(world: World, call: Call): Answer {
  const body = apiBody(call);
  const asked = readSpaces(body.openSpaceId);
  const card = create(world, body);
  const { outTrackId } = card;
  const standing = asked.flatMap(({ type, id }) =>
    card.spaces.filter((space) => space.type === type && space.id === id),
  );
  const isKnown = ({ type, id }: { type: string; id: string }) =>
    standing.some((space) => space.type === type && space.id === id);
  const known = standing.map(({ type, id, carrierId }) => ({
    spaceType: type,
    spaceId: id,
    success: true,
    carrierId,
    errorMsg: '',
  }));
  const fresh = deliverTo(
    world,
    card,
    asked.filter((space) => !isKnown(space)),
    body,
  );
  return json({ success: true, result: { outTrackId, deliverResults: [...known, ...fresh] } });
}

/** `PUT /v1.0/card/instances` (dingtalk.md 4.6): all copies at once; by key, or the whole map. */
export function updateCard(world: World, call: Call): Answer {
  const body = apiBody(call);
  const card = cardOf(world, body);
  const shared = readParams(world, body.cardData);
  const own = readPrivate(world, body.privateData, body.userIdType === 2 ? 2 : 1);
  if (!shared && !own) throw bad('param.cardDataAndPrivateDataBothEmpty');
  const { updateCardDataByKey, updatePrivateDataByKey } = optionsOf(body);
  const privateParams = Object.fromEntries(
    Object.entries(own ?? {}).map(([id, given]) => [
      id,
      mergeParams(card.privateParams[id], given, updatePrivateDataByKey),
    ]),
  );
  const changed: CardInstance = {
    ...card,
    params: mergeParams(card.params, shared, updateCardDataByKey),
    privateParams: { ...card.privateParams, ...privateParams },
    // New public words reach everybody: what a press was answered with is over.
    answered: shared ? {} : card.answered,
  };
  checkSize(changed);
  dingtalkOf(world).cards.set(card.outTrackId, changed);
  redraw(world, changed);
  return json({ success: true, result: true });
}

/** `PUT /v1.0/card/instances/spaces`: further kinds of space for an instance. */
export function addSpaces(world: World, call: Call): Answer {
  const body = apiBody(call);
  const card = cardOf(world, body);
  const spaceModels = [...new Set([...card.spaceModels, ...spaceModelsIn(body)])];
  dingtalkOf(world).cards.set(card.outTrackId, { ...card, spaceModels });
  return json({ success: true, result: true });
}

const MAX_STREAM_BYTES = 1024;

/** `PUT /v1.0/card/streaming` (dingtalk.md 4.7): one guid is worked once. */
export function streamCard(world: World, call: Call): Answer {
  const body = apiBody(call);
  const { guid, key, content, isFull, isFinalize, isError } = body;
  if (typeof guid !== 'string' || guid === '') throw bad('param.stream.guidEmpty');
  if (typeof key !== 'string' || key === '') throw bad('param.stream.keyEmpty');
  if (typeof content !== 'string') throw bad('param.stream.contentEmpty');
  const card = dingtalkOf(world).cards.get(outTrackIdOf(body));
  if (!card) throw bad('param.stream.outTrackId', 'card is not exist');
  if (Buffer.byteLength(content) > MAX_STREAM_BYTES) throw bad('param.stream.content', 'content is too large');
  if (card.guids?.includes(guid)) return json({ success: true, result: true });
  if (card.finalized) throw bad('param.stream.isFull', 'the card is finished');
  const text = isFull === true ? content : `${card.params[key] ?? ''}${content}`;
  const changed: CardInstance = {
    ...card,
    params: { ...card.params, [key]: text },
    guids: [...(card.guids ?? []), guid],
    ...(isFinalize === true || isError === true ? { finalized: true } : {}),
  };
  dingtalkOf(world).cards.set(card.outTrackId, changed);
  redraw(world, changed);
  return json({ success: true, result: true });
}

/** `POST /v1.0/card/callbacks/register` (dingtalk.md 4.8): a known key keeps its address unless it is forced. */
export function registerCallback(world: World, call: Call): Answer {
  const { routes, switches } = dingtalkOf(world);
  const { callbackRouteKey: key, callbackUrl, apiSecret, forceUpdate } = apiBody(call);
  if (typeof key !== 'string' || key === '') throw bad('param.callbackRouteKeyEmpty');
  if (typeof callbackUrl !== 'string' || callbackUrl === '') throw bad('param.callbackUrlEmpty');
  const earlier = routes.get(key);
  if (earlier && forceUpdate !== true && switches.registeredRouteKey === 'refuse')
    throw new ApiRefusal(500, 'param.callbackRouteKeyExist', key);
  const secret = typeof apiSecret === 'string' && apiSecret !== '' ? { apiSecret } : {};
  const route = earlier && forceUpdate !== true ? earlier : { callbackUrl, ...secret };
  routes.set(key, route);
  return json({ success: true, result: route });
}
