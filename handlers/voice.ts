import { words } from '../cards/words.ts';
import { keepFile } from './media.ts';
import { type Answer, answer, type Talk } from './talk.ts';
import { onText } from './text.ts';

/** The recording is kept; what the platform heard in it is read as if it had been typed: it can be corrected as that can. */
export async function onVoice(talk: Talk): Promise<Answer> {
  const { event } = talk;
  if (event.mediaId) await keepFile(talk, event.mediaId, event.id);
  if (event.text) return onText(talk);
  return answer(talk, { text: words('answer.voice') });
}
