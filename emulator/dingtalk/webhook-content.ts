import { isObject, type Json } from '../http.ts';
import type { World } from '../world.ts';
import { actionCard, linkShown, part, type Shown, textIn } from './content.ts';
import { LegacyRefusal } from './refusal.ts';

const MAX_BYTES = 20_000;
const MAX_AT = 50;

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

const missing = (name: string): never => {
  throw new LegacyRefusal(40035, name, `缺少参数 ${name}`);
};

/** Formats of custom robots, sessionWebhook and the answer to a robot callback (dingtalk.md 5.3). */
const READERS: Readonly<Record<string, (given: Json) => Shown>> = {
  text: (given) => ({ kind: 'text', text: textIn(given, 'content') || missing('text.content') }),
  markdown: (given) => {
    if (!textIn(given, 'title')) missing('markdown.title');
    return { kind: 'markdown', text: textIn(given, 'text') || missing('markdown.text') };
  },
  link: (given) =>
    linkShown({ title: textIn(given, 'title'), text: textIn(given, 'text'), url: textIn(given, 'messageUrl') }),
  // One button wins over several.
  actionCard: (given) => {
    const single = textIn(given, 'singleTitle');
    const buttons = single
      ? [{ text: single, url: textIn(given, 'singleURL') }]
      : objects(given.btns).map((button) => ({ text: textIn(button, 'title'), url: textIn(button, 'actionURL') }));
    if (buttons.length === 0) missing('actionCard.singleTitle or btns');
    return actionCard(textIn(given, 'title'), textIn(given, 'text'), buttons);
  },
  feedCard: (given) => ({
    kind: 'markdown',
    text: objects(given.links)
      .map((link) => `[${textIn(link, 'title')}](${textIn(link, 'messageURL')})`)
      .join('  \n  '),
  }),
};

/** @throws LegacyRefusal 400105 unknown type, 40035 missing part, 460101 too long */
export function readWebhookMessage(_world: World, body: Json): Shown {
  const type = textIn(body, 'msgtype') || missing('msgtype');
  const reader = READERS[type];
  if (!reader) throw new LegacyRefusal(400105, `msgtype "${type}"; there are ${Object.keys(READERS).join(', ')}`);
  const bytes = Buffer.byteLength(JSON.stringify(body), 'utf8');
  if (bytes > MAX_BYTES) throw new LegacyRefusal(460101, `${bytes} bytes`);
  const at = part(body, 'at');
  const called = ['atUserIds', 'atMobiles'].flatMap((name) => (Array.isArray(at[name]) ? at[name] : []));
  if (called.length > MAX_AT) throw new LegacyRefusal(400002, `at: ${called.length} people, ${MAX_AT} are allowed`);
  return reader(part(body, type));
}
