import { control } from './phone.ts';
import { type TemplateCard, textOf } from './shown.ts';

type Json = Readonly<Record<string, unknown>>;
interface RawRow {
  readonly path: string;
  readonly body?: unknown;
  readonly answer?: unknown;
}
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
interface Sent {
  readonly message: string;
  readonly text: string;
}

/** How each door of the platforms tells what was said first, and under which id it stands in the visible ledger. */
const DOORS: readonly (readonly [suffix: string, read: (body: Json, answer: Json) => Sent])[] = [
  ['/cgi-bin/message/send', (body, answer) => ({ message: String(answer.msgid ?? ''), text: ofWecom(body) })],
  [
    '/v1.0/robot/oToMessages/batchSend',
    (body, answer) => ({ message: String(answer.processQueryKey ?? ''), text: ofRobot(body) }),
  ],
  ['/v1.0/card/instances/createAndDeliver', (body, answer) => ({ message: carrierOf(answer), text: ofCard(body) })],
];

function ofWecom(body: Json): string {
  const { text, template_card: card } = body as { text?: { content: string }; template_card?: TemplateCard };
  return text?.content ?? textOf({ card });
}

function ofRobot({ msgParam }: Json): string {
  const { content, text, title } = JSON.parse(String(msgParam ?? '{}')) as Record<string, string | undefined>;
  return content ?? text ?? title ?? '';
}

function ofCard(body: Json): string {
  const { cardParamMap = {} } = (body.cardData ?? {}) as { cardParamMap?: Readonly<Record<string, string>> };
  const { title = '', note = '', body: text = '' } = cardParamMap;
  return [title, note, text].filter(Boolean).join('\n');
}

function carrierOf(answer: Json): string {
  const { deliverResults = [] } = (answer.result ?? {}) as { deliverResults?: readonly { carrierId?: string }[] };
  return deliverResults[0]?.carrierId ?? '';
}

/** First wording of every message that went to a person, by its id: a pressed card shows the present state instead. */
export const firstTexts = async (base: string): Promise<ReadonlyMap<string, string>> =>
  firstTextsIn(await control<RawRow[]>(base, 'ledger/raw'));

/** The same, of the calls themselves. A message that was sent twice keeps its first wording. */
export function firstTextsIn(rows: readonly RawRow[]): ReadonlyMap<string, string> {
  const sent = rows.flatMap(({ path, body, answer }) => {
    const read = DOORS.find(([suffix]) => path.endsWith(suffix))?.[1];
    return read && isJson(body) && isJson(answer) ? [read(body, answer)] : [];
  });
  const texts = new Map<string, string>();
  for (const { message, text } of sent) if (message !== '' && !texts.has(message)) texts.set(message, text);
  return texts;
}
