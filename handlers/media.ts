import { continueForm } from './fill-form.ts';
import { help } from './help.ts';
import { type Answer, answer, type Talk } from './talk.ts';

/** A picture (or a file, where the platform sends one): noted at once, fetched by a job, added to the open form. */
export async function onMedia(talk: Talk): Promise<Answer> {
  const { deps, event } = talk;
  if (event.kind === 'voice') {
    return answer(talk, { text: '语音已收到并留存。目前请用输入法的语音听写把它变成文字再发,便于登记原文。' });
  }
  const id = `${deps.committee}:file:${event.id}`;
  await deps.store.files.insert({
    _id: id,
    mediaId: event.mediaId ?? '',
    name: event.fileName ?? '照片.jpg',
    type: event.kind,
    size: 0,
    sha256: null,
    state: 'open',
    owner: talk.person.id,
    at: deps.clocks.civil(),
    attempts: 0,
  });
  deps.fetchFiles();
  const said = await continueForm(talk, { kind: 'image', file: id });
  return said ?? help(talk, '照片已收到。要放进哪件事项?请先打开它,再发一次。现在可以:');
}
