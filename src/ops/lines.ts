import { createReadStream } from 'node:fs';

/**
 * Lines of a UTF-8 text. Only the line feed ends one: node:readline also cuts at U+2028, which may stand inside
 * somebody's sentence.
 */
export async function* linesOf(source: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of source) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

export const linesOfFile = (path: string): AsyncGenerator<string> => linesOf(createReadStream(path, 'utf8'));
