import { isObject, type Json } from '../http.ts';
import type { VisibleRow } from '../screen.ts';
import type { World } from '../world.ts';
import { paramsFor } from './card-data.ts';
import type { TemplateLayout } from './config.ts';
import { dingtalkOf } from './people.ts';
import type { CardInstance, CardSpace, Params } from './state.ts';

export interface CardButton {
  readonly id: string;
  readonly text: string;
  readonly style: string;
  /** What is sent with the press. */
  readonly params: Json;
}

export interface CardSelect {
  readonly key: string;
  readonly title: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly selected: string;
}

/** What a phone draws of a card whose template the emulator knows. */
export interface CardView {
  readonly title: string;
  readonly note: string;
  readonly body: string;
  readonly source: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly buttons: readonly CardButton[];
  readonly selects: readonly CardSelect[];
  /** A grey word instead of the buttons. */
  readonly done: string;
}

const DEFAULT_BUTTON_ID = 'press';

/** The rows of a JSON list; a broken one leaves its component empty, as the client does. */
function listIn(text: string | undefined): Json[] {
  try {
    const value: unknown = JSON.parse(text || '[]');
    return Array.isArray(value) ? value.filter(isObject) : [];
  } catch {
    return [];
  }
}

const words = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

function buttonOf({ id, text, style, ...params }: Json): CardButton {
  return { id: words(id) || DEFAULT_BUTTON_ID, text: words(text), style: words(style) || 'plain', params };
}

function selectOf({ key, title, options, selected }: Json): CardSelect {
  const known = Array.isArray(options) ? options.filter(isObject) : [];
  return {
    key: words(key),
    title: words(title),
    options: known.map((option) => ({ id: words(option.id), text: words(option.text) })),
    selected: words(selected),
  };
}

export function viewOf(layout: TemplateLayout, params: Params): CardView {
  const of = (role: keyof TemplateLayout): string => params[layout[role] ?? role] ?? '';
  return {
    title: of('title'),
    note: of('note'),
    body: of('body'),
    source: of('source'),
    facts: listIn(of('facts')).map(({ label, value }) => ({ label: words(label), value: words(value) })),
    buttons: listIn(of('buttons')).map(buttonOf),
    selects: listIn(of('selects')).map(selectOf),
    done: of('done'),
  };
}

/** The `card` of a visible row. */
export interface CardRow {
  readonly templateId: string;
  readonly outTrackId: string;
  readonly params: Params;
  /** One-to-one: the person's own; in a group: by user id. */
  readonly privateParams?: Params | Readonly<Record<string, Params>>;
  readonly view?: CardView;
}

/** How a card stands in one space. In a group the view is the one of somebody without private data. */
export function cardRow(world: World, card: CardInstance, space: CardSpace): Pick<VisibleRow, 'kind' | 'card'> {
  const { templateId, outTrackId, params, privateParams } = card;
  const seen = paramsFor(card, space.group ? '' : space.to);
  const template = dingtalkOf(world).config.templates?.find(({ id }) => id === templateId);
  const own = space.group ? privateParams : privateParams[space.to];
  const row: CardRow = {
    templateId,
    outTrackId,
    params: space.group ? params : { ...params, ...card.answered[space.to] },
    ...(own && Object.keys(own).length > 0 ? { privateParams: own } : {}),
    ...(template ? { view: viewOf(template.layout ?? {}, seen) } : {}),
  };
  return { kind: 'card', card: row as unknown as Json };
}

/** After a change: every copy of the instance. */
export function redraw(world: World, card: CardInstance, spaces = card.spaces): void {
  for (const space of spaces)
    world.screen.change(space.carrierId, space.to, { ...cardRow(world, card, space), state: 'updated' });
}
