import type { EmulatorConfig } from '../config.ts';
import { numberElement, parent, textElement } from './xml.ts';

/** Plaintext of what a person sends (wecom.md 2, 3). CreateTime is real time, like the callback's timestamp. */
function envelope(config: EmulatorConfig, from: string, type: string, elements: readonly string[]): string {
  return parent('xml', [
    textElement('ToUserName', config.corpId),
    textElement('FromUserName', from),
    numberElement('CreateTime', Math.floor(Date.now() / 1000)),
    textElement('MsgType', type),
    ...elements,
    numberElement('AgentID', config.agentId),
  ]);
}

export function messageXml(
  config: EmulatorConfig,
  from: string,
  message: { readonly type: string; readonly msgId: string; readonly elements: Readonly<Record<string, string>> },
): string {
  const elements = Object.entries(message.elements).map(([name, value]) => textElement(name, value));
  return envelope(config, from, message.type, [...elements, numberElement('MsgId', message.msgId)]);
}

/** Events have no MsgId. */
export function eventXml(config: EmulatorConfig, from: string, event: string, eventKey: string): string {
  return envelope(config, from, 'event', [textElement('Event', event), textElement('EventKey', eventKey)]);
}

export interface CardPress {
  readonly event: 'template_card_event' | 'template_card_menu_event';
  readonly key: string;
  readonly taskId: string;
  readonly cardType: string;
  readonly responseCode: string;
  readonly selected: readonly { readonly question: string; readonly options: readonly string[] }[];
}

export function cardEventXml(config: EmulatorConfig, from: string, press: CardPress): string {
  const items = press.selected.map(({ question, options }) =>
    parent('SelectedItem', [
      textElement('QuestionKey', question),
      parent(
        'OptionIds',
        options.map((option) => textElement('OptionId', option)),
      ),
    ]),
  );
  return envelope(config, from, 'event', [
    textElement('Event', press.event),
    textElement('EventKey', press.key),
    textElement('TaskId', press.taskId),
    textElement('CardType', press.cardType),
    textElement('ResponseCode', press.responseCode),
    ...(items.length > 0 ? [parent('SelectedItems', items)] : []),
  ]);
}
