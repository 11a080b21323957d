import type { Json } from '../http.ts';
import type { VisibleRow } from '../screen.ts';
import type { World } from '../world.ts';

/** What a phone shows of a message. */
export type Shown = Pick<VisibleRow, 'kind' | 'text' | 'card' | 'image' | 'file'>;

type Fields = Readonly<Record<string, string>>;

interface MessageTemplate {
  readonly fields: readonly string[];
  readonly show: (world: World, given: Fields) => Shown;
}

/** The media behind an id of `media/upload` (`@…`), as the page reaches it; an address stays what it is. */
export function addressOf(world: World, given: string): string {
  const media = given.startsWith('@') ? world.media.find(given.slice(1)) : undefined;
  return media ? `/emulator/media/${media.id}` : given;
}

export function fileShown(world: World, mediaId: string, name?: string): Shown {
  const known = mediaId.startsWith('@') ? world.media.find(mediaId.slice(1)) : undefined;
  const shownName = name || known?.name || mediaId;
  return { kind: 'file', text: shownName, file: { name: shownName, url: addressOf(world, mediaId) } };
}

export interface LinkButton {
  readonly text: string;
  readonly url: string;
}

export const actionCard = (
  title: string,
  text: string,
  buttons: readonly LinkButton[],
  kind = 'actionCard',
): Shown => ({
  kind,
  text,
  card: { title, text, buttons },
});

export const linkShown = (given: { title?: string; text?: string; url?: string }): Shown => ({
  kind: 'markdown',
  text: `[${given.title ?? ''}](${given.url ?? ''})  \n  ${given.text ?? ''}`,
});

function cardTemplate(count: number, names: readonly [string, string]): MessageTemplate {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    fields: ['title', 'text', ...numbers.flatMap((n) => names.map((name) => `${name}${n}`))],
    show: (_world, p) =>
      actionCard(
        p.title ?? '',
        p.text ?? '',
        numbers.map((n) => ({ text: p[`${names[0]}${n}`] ?? '', url: p[`${names[1]}${n}`] ?? '' })),
      ),
  };
}

const NAMES = ['actionTitle', 'actionURL'] as const;

/** dingtalk.md 3.3. */
export const MESSAGE_TEMPLATES: Readonly<Record<string, MessageTemplate>> = {
  sampleText: { fields: ['content'], show: (_world, p) => ({ kind: 'text', text: p.content ?? '' }) },
  sampleMarkdown: { fields: ['title', 'text'], show: (_world, p) => ({ kind: 'markdown', text: p.text ?? '' }) },
  sampleImageMsg: {
    fields: ['photoURL'],
    show: (world, p) => ({ kind: 'image', image: addressOf(world, p.photoURL ?? '') }),
  },
  sampleLink: {
    fields: ['text', 'title', 'picUrl', 'messageUrl'],
    show: (_world, p) => linkShown({ title: p.title ?? '', text: p.text ?? '', url: p.messageUrl ?? '' }),
  },
  sampleActionCard: {
    fields: ['title', 'text', 'singleTitle', 'singleURL'],
    show: (_world, p) =>
      actionCard(p.title ?? '', p.text ?? '', [{ text: p.singleTitle ?? '', url: p.singleURL ?? '' }]),
  },
  sampleActionCard2: cardTemplate(2, NAMES),
  sampleActionCard3: cardTemplate(3, NAMES),
  sampleActionCard4: cardTemplate(4, NAMES),
  sampleActionCard5: cardTemplate(5, NAMES),
  sampleActionCard6: cardTemplate(2, ['buttonTitle', 'buttonUrl']),
  sampleAudio: { fields: ['mediaId', 'duration'], show: (world, p) => fileShown(world, p.mediaId ?? '') },
  sampleFile: {
    fields: ['mediaId', 'fileName', 'fileType'],
    show: (world, p) => fileShown(world, p.mediaId ?? '', p.fileName),
  },
  sampleVideo: {
    fields: ['duration', 'videoMediaId', 'videoType', 'picMediaId'],
    show: (world, p) => fileShown(world, p.videoMediaId ?? ''),
  },
};

/** The object of that name, or an empty one. */
export const part = (body: Json, name: string): Json => {
  const value = body[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
};

export const textIn = (body: Json, name: string): string => (typeof body[name] === 'string' ? body[name] : '');
