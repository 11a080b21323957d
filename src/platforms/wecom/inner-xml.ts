import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { InboundEvent, InboundKind, InboundPress } from '../../inbox/inbound.ts';
import { strictUtf8 } from '../strict-utf8.ts';
import { glimpse, isUserId } from './inbox-key.ts';
import { decodeEntities } from './xml-scan.ts';

export type QuarantineReason = 'encoding' | 'doctype' | 'unreadable' | 'identity' | 'press';

/** `quarantine`: authentic, but not to be guessed at. A person looks at it, the sender is told (reliability.md 4). */
export type Inner =
  | { readonly kind: 'event'; readonly event: InboundEvent }
  | { readonly kind: 'quarantine'; readonly reason: QuarantineReason; readonly person: string | null };

/** Ordered nodes keep text and CDATA apart: entities count in the one and not in the other. */
const PARSER = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  processEntities: false,
  ignoreAttributes: true,
  trimValues: false,
  cdataPropName: '#cdata',
  maxNestedTags: 32,
});

const MESSAGE_KINDS: Readonly<Record<string, InboundKind>> = {
  text: 'text',
  image: 'image',
  voice: 'voice',
  file: 'file',
};
/** Event names compare as they are written in the documentation (wecom.md 17, trap 30). */
const EVENT_KINDS: Readonly<Record<string, InboundKind>> = {
  template_card_event: 'press',
  template_card_menu_event: 'menuPress',
  subscribe: 'subscribe',
  enter_agent: 'enter',
  click: 'click',
};
/** Read as strings; one of them twice, or with elements inside, and we would not know who said what. */
const SINGLE = [
  'ToUserName',
  'FromUserName',
  'CreateTime',
  'MsgType',
  'MsgId',
  'AgentID',
  'Event',
  'EventKey',
  'TaskId',
  'ResponseCode',
  'Content',
  'MediaId',
] as const;
type Fields = Partial<Record<(typeof SINGLE)[number], string>>;

type XmlNode = Readonly<Record<string, unknown>>;

/** Turns the decrypted XML of an app callback into an event. Never throws, whatever the bytes are. */
export function readInner(plaintext: Buffer): Inner {
  const { key: id, person } = glimpse(plaintext);
  const quarantine = (reason: QuarantineReason): Inner => ({ kind: 'quarantine', reason, person });
  const xml = strictUtf8(plaintext);
  if (xml === null) return quarantine('encoding');
  if (/<!/.test(xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, ''))) return quarantine('doctype');
  const root = parse(xml);
  if (!root) return quarantine('unreadable');
  const fields = singleFields(root);
  const identity = fields && identityOf(fields);
  if (!fields || !identity) return quarantine('identity');
  const { kind, rawType } = identity;
  const press = kind === 'press' || kind === 'menuPress' ? pressOf(fields, root) : undefined;
  if (press === null) return quarantine('press');
  const fileName = textOfFirst(root, ['FileName', 'Filename']);
  return {
    kind: 'event',
    event: {
      platform: 'wecom',
      person: identity.person,
      at: identity.at,
      id,
      kind,
      rawType,
      ...(fields.Content !== undefined && { text: fields.Content }),
      ...(fields.MediaId !== undefined && { mediaId: fields.MediaId }),
      ...(fileName !== undefined && { fileName }),
      ...(kind === 'click' && { menuKey: fields.EventKey ?? '' }),
      ...(press && { press }),
    },
  };
}

/** The children of the one root element; null when the XML is broken. */
function parse(xml: string): XmlNode[] | null {
  if (XMLValidator.validate(xml) !== true) return null;
  try {
    const roots: unknown = PARSER.parse(xml);
    const elements = nodesOf(roots).filter((node) => nameOf(node) !== '#text');
    const root = elements.length === 1 ? elements[0] : undefined;
    return root && nameOf(root) === 'xml' ? childrenOf(root) : null;
  } catch {
    return null; // too deep, or a name the parser refuses such as __proto__
  }
}

function singleFields(root: readonly XmlNode[]): Fields | null {
  const fields: Fields = {};
  for (const name of SINGLE) {
    const found = root.filter((node) => nameOf(node) === name);
    const [first] = found;
    if (!first) continue;
    const text = textOf(first);
    if (found.length > 1 || text === null) return null;
    fields[name] = text;
  }
  return fields;
}

function identityOf(fields: Fields) {
  const { FromUserName: asSent, CreateTime, MsgType, Event } = fields;
  if (!asSent || !isUserId(asSent) || !MsgType || !CreateTime || !/^\d{1,11}$/.test(CreateTime)) return null;
  const isEvent = MsgType === 'event';
  if (isEvent && !Event) return null;
  const table = isEvent ? EVENT_KINDS : MESSAGE_KINDS;
  const name = isEvent ? (Event ?? '') : MsgType;
  return {
    person: { key: asSent.toLowerCase(), asSent },
    at: new Date(Number(CreateTime) * 1000),
    kind: Object.hasOwn(table, name) ? (table[name] ?? 'other') : 'other',
    rawType: isEvent ? `event:${name}` : name,
  };
}

function pressOf(fields: Fields, root: readonly XmlNode[]): InboundPress | null {
  const { EventKey: token, TaskId: message, ResponseCode: responseCode } = fields;
  if (!token || !message) return null;
  const choices = new Map<string, string[]>();
  for (const item of named(named(root, 'SelectedItems').flatMap(childrenOf), 'SelectedItem').map(childrenOf)) {
    const question = textOfFirst(item, ['QuestionKey']);
    const options = named(named(item, 'OptionIds').flatMap(childrenOf), 'OptionId').map(textOf);
    if (!question || choices.has(question) || options.includes(null)) return null;
    choices.set(
      question,
      options.filter((option) => option !== null),
    );
  }
  return { token, message, responseCode: responseCode || null, choices: Object.fromEntries(choices) };
}

const nodesOf = (value: unknown): XmlNode[] => (Array.isArray(value) ? (value as XmlNode[]) : []);
const nameOf = (node: XmlNode): string => Object.keys(node).find((key) => key !== ':@') ?? '';
const childrenOf = (node: XmlNode): XmlNode[] => nodesOf(node[nameOf(node)]);
const named = (nodes: readonly XmlNode[], name: string) => nodes.filter((node) => nameOf(node) === name);

/** Text and CDATA in their order; null when elements stand among them. */
function textOf(node: XmlNode): string | null {
  let text = '';
  for (const child of childrenOf(node)) {
    const name = nameOf(child);
    if (name === '#text') text += decodeEntities(String(child['#text']));
    else if (name === '#cdata')
      text += childrenOf(child)
        .map((part) => String(part['#text'] ?? ''))
        .join('');
    else return null;
  }
  return text;
}

function textOfFirst(nodes: readonly XmlNode[], names: readonly string[]): string | undefined {
  const node = nodes.find((each) => names.includes(nameOf(each)));
  return node ? (textOf(node) ?? undefined) : undefined;
}
