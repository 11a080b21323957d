import { words } from '../cards/words.ts';
import { continueForm } from './fill-form.ts';
import { help } from './help.ts';
import type { Answer, Talk } from './talk.ts';

/** A picture (or a file, where the platform sends one): noted at once, fetched by a job, added to the open form. */
export async function onMedia(talk: Talk): Promise<Answer> {
  const { event } = talk;
  const file = await keepFile(talk, event.mediaId ?? '', event.id);
  const said = await continueForm(talk, { kind: 'image', file });
  return said ?? help(talk, words('answer.pictureOfWhat'));
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
export async function keepFile({ deps, event, person }: Talk, mediaId: string, key: string): Promise<string> {
  const id = `${deps.committee}:file:${key}`;
  await deps.store.files.insert({
    _id: id,
    platform: event.platform,
    mediaId,
    name: event.fileName ?? words(event.kind === 'voice' ? 'answer.voiceName' : 'answer.pictureName'),
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
