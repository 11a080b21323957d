import { ControlError, isObject, type Json } from '../http.ts';
import type { VisibleRow } from '../screen.ts';
import type { World } from '../world.ts';
import { paramsFor } from './card-data.ts';
import { type CardButton, type CardSelect, type CardView, viewOf } from './card-view.ts';
import { cardPressBody } from './inbound.ts';
import { dingtalkOf, memberOf, unionIdOf } from './people.ts';
import { callBack, requiredText, say } from './say.ts';
import type { CardInstance } from './state.ts';

export interface Pressed {
  readonly delivered: number | null;
  readonly callback: number | null;
  /** The button is not on the present card any more: a phone that had not refreshed. */
  readonly stale: boolean;
  /** The person saw "failed": no answer within two seconds. */
  readonly failed?: true;
  /** The button only opens this address. */
  readonly opens?: string;
}

/** A person presses a button; `button` is its action id, its token, or its words. */
export async function press(world: World, body: Json): Promise<Pressed> {
  const from = requiredText(body, 'from', 'press');
  const message = requiredText(body, 'message', 'press');
  const wanted = requiredText(body, 'button', 'press');
  const versions = versionsOf(world, message, from);
  const [present] = versions;
  if (!present) throw new ControlError(404, `press: ${from} has no message ${message}`);
  if (present.state === 'recalled') throw new ControlError(409, `press: message ${message} was recalled`);
  if (present.kind === 'card') return pressCard(world, { from, wanted, versions, body });
  return pressLink(world, { from, wanted, row: present, body });
}

/** On his own phone, or in a group he is in. */
function versionsOf(world: World, message: string, from: string): readonly VisibleRow[] {
  const places = [from, ...(memberOf(world, from)?.groups ?? [])];
  return places.map((to) => world.screen.versions(message, to)).find((rows) => rows.length > 0) ?? [];
}

const noButton = (wanted: string, words: readonly string[]) =>
  new ControlError(404, `press: no button "${wanted}"; the card has ${words.join(', ') || 'none'}`);

const DTMD = 'dtmd://dingtalkclient/sendMessage';

/** An ActionCard's buttons are links; the `dtmd` one says its words as the person (dingtalk.md 4.10). */
async function pressLink(
  world: World,
  { from, wanted, row, body }: { from: string; wanted: string; row: VisibleRow; body: Json },
): Promise<Pressed> {
  const given = Array.isArray(row.card?.buttons) ? row.card.buttons.filter(isObject) : [];
  const button = given.find(({ text }) => text === wanted);
  if (!button)
    throw noButton(
      wanted,
      given.map(({ text }) => String(text)),
    );
  const url = String(button.url);
  if (!url.startsWith(DTMD)) return { delivered: null, callback: null, stale: false, opens: url };
  const text = new URL(url).searchParams.get('content') ?? '';
  const to = row.group ? { to: row.to, at: false } : {};
  const { delivered, callback } = await say(world, { from, text, ...to, hold: body.hold });
  return { delivered, callback, stale: false };
}

interface CardPressed {
  readonly from: string;
  readonly wanted: string;
  readonly versions: readonly VisibleRow[];
  readonly body: Json;
}

async function pressCard(world: World, { from, wanted, versions, body }: CardPressed): Promise<Pressed> {
  const dingtalk = dingtalkOf(world);
  const row = versions[0] as VisibleRow;
  const card = dingtalk.cards.get(String(row.card?.outTrackId)) as CardInstance;
  const { button, view, stale } = findButton(viewsFor(world, card, from, versions), wanted);
  const params = { ...button.params, ...inputsOf(view.selects, isObject(body.choices) ? body.choices : {}) };
  const said = { platform: 'dingtalk', to: row.to, from, kind: 'said', text: button.text, pressed: true } as const;
  world.screen.show({ ...said, ...(row.group ? { group: true } : {}), message: dingtalk.nextKey('press') });
  if (!card.callbackType) {
    world.notes.push(`card ${card.outTrackId}: made without callbackType, so a press calls nobody`);
    return { delivered: null, callback: null, stale };
  }
  const plain = JSON.stringify(
    cardPressBody(world, {
      outTrackId: card.outTrackId,
      userId: card.userIdType === 2 ? unionIdOf(from) : from,
      userIdType: card.userIdType,
      spaceId: card.spaces.find(({ carrierId }) => carrierId === row.message)?.id ?? '',
      actionIds: [button.id],
      params,
    }),
  );
  dingtalk.failedPresses.delete(plain);
  const sent = await callBack(world, 'card', from, plain, body.hold === true);
  return { ...sent, stale, ...(dingtalk.failedPresses.has(plain) ? { failed: true as const } : {}) };
}

/** The present view of this person first, then what the phone showed before. */
function viewsFor(world: World, card: CardInstance, from: string, versions: readonly VisibleRow[]): CardView[] {
  const template = dingtalkOf(world).config.templates?.find(({ id }) => id === card.templateId);
  const present = viewOf(template?.layout ?? {}, paramsFor(card, from));
  const older = versions.slice(1).map((row) => row.card?.view as CardView | undefined);
  return [present, ...older.filter((view) => view !== undefined)];
}

const MATCHES: readonly ((button: CardButton, wanted: string) => boolean)[] = [
  ({ params }, wanted) => params.token === wanted,
  ({ text }, wanted) => text === wanted,
  ({ id }, wanted) => id === wanted,
];

function findButton(views: readonly CardView[], wanted: string) {
  for (const [age, view] of views.entries()) {
    const found = MATCHES.map((fits) => view.buttons.find((button) => fits(button, wanted)));
    const button = found.find((one) => one !== undefined);
    // A grey word stands where the buttons were.
    if (button) return { button, view, stale: age > 0 || view.done !== '' };
  }
  throw noButton(
    wanted,
    views.flatMap(({ buttons }) => buttons.map(({ text }) => text)),
  );
}

/** A select sends `{index, value}`: what was chosen, else what the card preselects (dingtalk.md 4.8). */
function inputsOf(selects: readonly CardSelect[], choices: Json): Json {
  const known = selects.map(({ key, title }) => `${key} (${title})`).join(', ') || 'none';
  for (const name of Object.keys(choices)) {
    if (!selects.some(({ key, title }) => key === name || title === name))
      throw new ControlError(400, `press: the card has no input "${name}"; it has ${known}`);
  }
  return Object.fromEntries(
    selects.flatMap((select) => {
      const chosen = choices[select.key] ?? choices[select.title];
      const value = chosen === undefined ? select.selected : String(Array.isArray(chosen) ? chosen[0] : chosen);
      return value === '' ? [] : [[select.key, chosenOption(select, value)]];
    }),
  );
}

function chosenOption({ key, options }: CardSelect, value: string): { index: number; value: string } {
  const byId = options.findIndex(({ id }) => id === value);
  const index = byId >= 0 ? byId : options.findIndex(({ text }) => text === value);
  const option = options[index];
  if (option) return { index, value: option.id };
  const known = options.map(({ id, text }) => `${id} (${text})`).join(', ');
  throw new ControlError(400, `press: input "${key}" has no option "${value}"; it has ${known}`);
}
