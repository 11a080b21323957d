import { ownChoices } from '../../cards/numbered-choices.ts';
import { splitText } from '../../cards/render/cut.ts';
import type { Outgoing } from '../deps.ts';
import type { MessageRow } from '../store/records.ts';
import { pieceId } from './message-id.ts';
import type { Channel } from './ports.ts';

const HOUR_MS = 3_600_000;
/** How long a message is worth retrying before it is handed to operators. Updates: a response_code lives 72 hours. */
const WINDOW_MS: Readonly<Record<MessageRow['call'], number>> = {
  send: 24 * HOUR_MS,
  update: 24 * HOUR_MS,
  robot: 24 * HOUR_MS,
  session: HOUR_MS,
};

/** The platforms' shortest limit for a text. */
const TEXT_BYTES = 2048;
const NEVER_TAKEN = new Date(0);

export type NewMessage = Omit<MessageRow, 'committee'>;

/**
 * Renders once; what comes out is sent byte for byte however often it takes (P8).
 * @param nextAt real time, later at each call: it sorts the recipient's messages
 */
export function freeze(
  outgoing: Outgoing,
  id: string,
  kind: MessageRow['call'],
  channel: Channel,
  nextAt: () => Date,
): NewMessage[] {
  return piecesOf(outgoing).map((piece, index) => {
    const _id = pieceId(id, index + 1);
    const dueAt = nextAt();
    const body = channel.render(piece, _id, kind);
    return {
      _id,
      platform: outgoing.to.platform,
      channel: kind === 'robot' ? ('robot' as const) : ('app' as const),
      call: kind,
      recipient: outgoing.to.person ?? outgoing.to.user,
      body,
      refusesRepeats: channel.refusesRepeats(kind, body, outgoing.to.platform),
      summary: summaryOf(piece),
      choices: choicesOf(piece),
      case: outgoing.case ?? null,
      obligations: [...(outgoing.obligations ?? [])],
      state: 'due' as const,
      dueAt,
      expiresAt: new Date(dueAt.getTime() + WINDOW_MS[kind]),
      lease: { owner: '', fence: 0, until: NEVER_TAKEN },
      attempts: [],
      outcome: null,
      platformMessage: { msgid: null, responseCode: null },
      // Only the last piece tells: the text is delivered when all of it is.
      onDelivered: piece.onDelivered ?? null,
    };
  });
}

function piecesOf(outgoing: Outgoing): readonly Outgoing[] {
  if (!('text' in outgoing.say)) return [outgoing];
  const texts = splitText(outgoing.say.text, TEXT_BYTES);
  return texts.map((text, index) => ({
    ...outgoing,
    say: { text },
    onDelivered: index === texts.length - 1 ? (outgoing.onDelivered ?? null) : null,
  }));
}

const choicesOf = ({ say }: Outgoing): MessageRow['choices'] =>
  'text' in say || say.card.selectors.length > 0 ? [] : ownChoices(say.card);

const summaryOf = ({ say }: Outgoing): string =>
  'text' in say
    ? say.text
    : [say.card.title, say.card.note ?? '', say.card.body].filter((line) => line !== '').join('\n');
