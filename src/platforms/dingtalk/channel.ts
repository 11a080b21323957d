import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../../cards/card.ts';
import { buttonWords, messageRef } from '../../../cards/render/button-words.ts';
import { alertOf, cutBytes, toCardData } from '../../../cards/render/dingtalk.ts';
import { toActionCard } from '../../../cards/render/dingtalk-action-card.ts';
import { DINGTALK_LIMITS } from '../../../cards/render/dingtalk-limits.ts';
import { toOneText } from '../../../cards/render/numbered-text.ts';
import { buttonTokens } from '../../card-token.ts';
import type { Clocks } from '../../clock.ts';
import type { Outgoing } from '../../deps.ts';
import type { Call, Channel } from '../../outbox/ports.ts';
import type { DingtalkClient } from './client.ts';
import {
  actionCard,
  type CardCallback,
  cardMessage,
  cardUpdate,
  type Envelope,
  type EnvelopeCall,
  groupText,
  readEnvelope,
  robotText,
  workNotice,
} from './messages.ts';
import type { Outcome } from './outcome-class.ts';
import type { GroupRobot } from './robot-sign.ts';
import { sendNotice } from './work-notice.ts';

export interface DingtalkChannelOptions {
  readonly client: DingtalkClient;
  readonly robotCode: string;
  readonly secretKey: Buffer;
  readonly clocks: Pick<Clocks, 'real'>;
  /** DINGTALK_CARD_TEMPLATES; `main` shows every card. Without it cards go out as ActionCards and numbered text. */
  readonly templates: Readonly<Record<string, string>>;
  readonly callback: CardCallback;
  /** The custom robot of a group; undefined when the group has none configured. */
  readonly robotOf: (group: string) => GroupRobot | undefined;
  /** Set: what is owed goes out as work notices where there is no template; they refuse repeats, robot texts do not. */
  readonly noticeAgentId?: number;
  /** Cap of one card variable in bytes, see DINGTALK_LIMITS. */
  readonly valueBytes?: number;
  readonly pause?: (ms: number) => Promise<void>;
}

export interface DingtalkChannel extends Channel {
  readonly send: (call: Call, body: string) => Promise<Outcome>;
  /**
   * May the same bytes be sent again when nobody knows what became of them? Where not, the message is to be held (P9).
   * Cards: by outTrackId. Updates: the same state twice is one. Work notices: the same text on one day is refused.
   */
  readonly refusesRepeats: (kind: Call['kind'], body: string) => boolean;
}

const { bytes } = DINGTALK_LIMITS;
const REFUSES: readonly EnvelopeCall[] = ['card', 'cardUpdate', 'workNotice'];
/** Room for the envelope and the mark of a work notice. */
const NOTICE_TEXT_BYTES = bytes.workNotice - 160;

const cardText = (card: Card): string => toOneText(card, bytes.text);

/** DingTalk as the outbox sees it: makes the bytes of a request once, and sends bytes. */
export function dingtalkChannel(options: DingtalkChannelOptions): DingtalkChannel {
  return {
    render: (outgoing, messageId, kind) => render(options, outgoing, messageId, kind),
    send: async (call, body) => {
      const envelope = readEnvelope(body);
      return SENDERS[envelope.call](options, envelope, call.recipient);
    },
    refusesRepeats: (_kind, body) => REFUSES.includes(readEnvelope(body).call),
  };
}

function render(options: DingtalkChannelOptions, outgoing: Outgoing, id: string, kind: Call['kind']): string {
  const { robotCode, noticeAgentId: agentId } = options;
  const { say, to, updates, obligations = [] } = outgoing;
  if (kind === 'robot') return groupText({ text: 'text' in say ? say.text : cardText(say.card), uuid: id });
  const isOwed = obligations.length > 0 && agentId !== undefined;
  const asText = (text: string) =>
    isOwed
      ? workNotice({ to: to.user, agentId, text: fitNotice(text), mark: messageRef(id) })
      : robotText({ to: to.user, robotCode, text });
  if ('text' in say) return asText(say.text);
  const templateId = options.templates.main;
  if (templateId) {
    // A press names the card that was sent first, whatever it has turned into: updates are bound to that one.
    const outTrackId = kind === 'update' && updates ? updates.message : id;
    const data = toCardData(say.card, {
      keyFor: buttonTokens(options.secretKey, say.card, outTrackId),
      ...(options.valueBytes !== undefined && { valueBytes: options.valueBytes }),
    });
    if (kind === 'update' && updates) return cardUpdate({ outTrackId, data });
    const { callback } = options;
    return cardMessage({ to: to.user, robotCode, templateId, outTrackId, data, alert: alertOf(say.card), callback });
  }
  const card = isOwed ? null : toActionCard(say.card, (text, n) => buttonWords(text, n, id));
  return card ? actionCard({ to: to.user, robotCode, card }) : asText(cardText(say.card));
}

/** The limit counts the text as JSON, in which a line feed or a quotation mark is two bytes. */
function fitNotice(text: string): string {
  const escaped = Buffer.byteLength(JSON.stringify(text)) - Buffer.byteLength(text);
  return cutBytes(text, NOTICE_TEXT_BYTES - escaped);
}

type Sender = (options: DingtalkChannelOptions, envelope: Envelope, recipient: string) => Promise<Outcome>;

const bytesOf = ({ request }: Envelope): Buffer => Buffer.from(JSON.stringify(request), 'utf8');
const toUser: Sender = ({ client }, envelope) => client.sendToUser(bytesOf(envelope));

const SENDERS: Readonly<Record<EnvelopeCall, Sender>> = {
  robotText: toUser,
  actionCard: toUser,
  card: ({ client }, envelope) => client.createCard(bytesOf(envelope)),
  cardUpdate: ({ client }, envelope) => client.updateCard(bytesOf(envelope)),
  workNotice: ({ client, pause = sleep }, envelope) =>
    sendNotice(client, Number(envelope.request.agent_id), bytesOf(envelope), async (ms) => {
      await pause(ms);
    }),
  groupRobot: async ({ client, robotOf }, envelope, group) => {
    const robot = robotOf(group);
    if (robot) return client.sendRobot(robot, bytesOf(envelope));
    return { class: 'G', errmsg: `no robot is configured for group ${group}: see DINGTALK_GROUP_ROBOTS` };
  },
  session: async ({ client, clocks }, envelope) => {
    // After its end the address answers 200 with an error; the text is then to be sent to the person himself.
    if (clocks.real().getTime() >= Date.parse(envelope.expiresAt ?? '')) {
      return { class: 'F', errmsg: `sessionWebhook: expired at ${envelope.expiresAt}` };
    }
    return client.sendBySession(envelope.url ?? '', bytesOf(envelope));
  },
};
