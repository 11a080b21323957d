import { readCardToken } from '../src/card-token.ts';
import type { Talk } from './talk.ts';
import { numberedAction } from './talk.ts';

interface FrozenCard {
  readonly template_card?: { readonly button_list?: readonly { readonly key?: string; readonly text?: string }[] };
}

/** Buttons of the newest card sent after `since`: its numbers are what a typed number means. */
export async function latestButtons(talk: Talk, since: Date | null): Promise<{ text: string; action: string }[]> {
  const { store, secretKey } = talk.deps;
  const [latest] = await store.messages.find(
    { recipient: talk.person.id, dueAt: { $gt: since ?? new Date(0) } },
    { sort: { dueAt: -1 }, limit: 1 },
  );
  if (latest?.call !== 'send') return [];
  const body = JSON.parse(latest.body) as FrozenCard;
  return (body.template_card?.button_list ?? []).flatMap((button) => {
    const pressed = readCardToken(secretKey, latest._id, button.key ?? '');
    if (!pressed) return [];
    return [{ text: button.text ?? '', action: numberedAction(pressed.action, pressed.subject, pressed.case) }];
  });
}
