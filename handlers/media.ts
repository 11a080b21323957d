import { continueForm } from './fill-form.ts';
import { help } from './help.ts';
import { type Answer, answer, type Talk } from './talk.ts';

/** A picture (or a file, where the platform sends one): noted at once, fetched by a job, added to the open form. */
export async function onMedia(talk: Talk): Promise<Answer> {
  const { event } = talk;
  if (event.kind === 'voice') {
    return answer(talk, { text: '语音已收到并留存。目前请用输入法的语音听写把它变成文字再发，便于登记原文。' });
  }
  const file = await keepFile(talk, event.mediaId ?? '', event.id);
  const said = await continueForm(talk, { kind: 'image', file });
  return said ?? help(talk, '照片已收到。要放进哪件事项？请先打开它，再发一次。现在可以：');
}

/** Pictures inside a text go into the open form before the words around them are read. */
export async function takePictures(talk: Talk): Promise<Talk> {
  let { dialogue } = talk;
  for (const [n, mediaId] of (talk.event.pictures ?? []).entries()) {
    const file = await keepFile(talk, mediaId, `${talk.event.id}#${n + 1}`);
    dialogue = (await continueForm({ ...talk, dialogue }, { kind: 'image', file }))?.dialogue ?? dialogue;
  }
  return { ...talk, dialogue };
}

/** @returns the file's id; fetching is the job's business and may come much later. */
async function keepFile({ deps, event, person }: Talk, mediaId: string, key: string): Promise<string> {
  const id = `${deps.committee}:file:${key}`;
  await deps.store.files.insert({
    _id: id,
    platform: event.platform,
    mediaId,
    name: event.fileName ?? '照片.jpg',
    type: event.kind === 'text' ? 'image' : event.kind,
    size: 0,
    sha256: null,
    state: 'open',
    owner: person.id,
    at: deps.clocks.civil(),
    attempts: 0,
  });
  deps.fetchFiles();
  return id;
}
