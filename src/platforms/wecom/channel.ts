import type { Card } from '../../../cards/card.ts';
import { toOneText } from '../../../cards/render/numbered-text.ts';
import { toCardUpdate, toTemplateCard } from '../../../cards/render/wecom.ts';
import { buttonTokens } from '../../card-token.ts';
import type { Outgoing } from '../../deps.ts';
import type { Call, Channel, SendOutcome } from '../../outbox/ports.ts';
import type { WecomClient } from './client.ts';
import { cardMessage, cardUpdate, robotText, textMessage } from './messages.ts';

export interface WecomChannelOptions {
  readonly client: WecomClient;
  readonly agentId: number;
  readonly secretKey: Buffer;
  /** Webhook key of a group's robot; undefined when the group has none configured. */
  readonly robotKeyOf: (group: string) => string | undefined;
}

/** A card with nothing to press goes out as text. */
const cardText = (card: Card): string => toOneText(card, TEXT_BYTES);
const TEXT_BYTES = 2048;

/** WeCom as the outbox sees it: makes the bytes of a request once, and sends bytes. */
export function wecomChannel({ client, agentId, secretKey, robotKeyOf }: WecomChannelOptions): Channel {
  const keyFor = (card: Card, message: string) => buttonTokens(secretKey, card, message);

  function render(outgoing: Outgoing, messageId: string, kind: Call['kind']): string {
    const { say, to, updates } = outgoing;
    if (kind === 'robot') return robotText('text' in say ? say.text : cardText(say.card));
    if ('text' in say) return textMessage({ to: to.user, agentId, text: say.text });
    // A press names the card that was sent first, whatever it has turned into: updates are bound to that one.
    if (kind === 'update' && updates) {
      const card = toCardUpdate(say.card, { keyFor: keyFor(say.card, updates.message) });
      return cardUpdate({ to: to.user, agentId, responseCode: updates.responseCode, card });
    }
    const card = toTemplateCard(say.card, { taskId: messageId, keyFor: keyFor(say.card, messageId) });
    if (card) return cardMessage({ to: to.user, agentId, card });
    return textMessage({ to: to.user, agentId, text: cardText(say.card) });
  }

  async function send(call: Pick<Call, 'kind' | 'recipient'>, body: string): Promise<SendOutcome> {
    const bytes = Buffer.from(body, 'utf8');
    if (call.kind === 'update') return client.updateCard(bytes);
    if (call.kind !== 'robot') return client.send(bytes);
    const key = robotKeyOf(call.recipient);
    if (key) return client.sendRobot(key, bytes);
    return { class: 'G', errmsg: `no robot is configured for group ${call.recipient}: see WECOM_GROUP_ROBOTS` };
  }

  // The duplicate check of message/send; an update's code is good once (wecom.md 7). A robot shows what it is given.
  return { render, send, refusesRepeats: (kind) => kind !== 'robot' };
}
