import type { NumberedChoice } from '../cards/numbered-choices.ts';
import type { Talk } from './talk.ts';

/** Buttons of the newest card sent after `since`: its numbers are what a typed number means. */
export async function latestButtons(talk: Talk, since: Date | null): Promise<readonly NumberedChoice[]> {
  const [latest] = await talk.deps.store.messages.find(
    { recipient: talk.person.id, dueAt: { $gt: since ?? new Date(0) } },
    { sort: { dueAt: -1 }, limit: 1 },
  );
  return latest?.call === 'send' ? latest.choices : [];
}
