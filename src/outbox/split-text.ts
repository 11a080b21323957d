/** Platforms cut text messages silently behind this many bytes of UTF-8 (wecom.md, message/send). */
export const MAX_TEXT_BYTES = 2048;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Pieces of at most `maxBytes`, cut behind a line where one ends in the second half of the piece, else between graphemes. */
export function splitText(text: string, maxBytes: number = MAX_TEXT_BYTES): readonly string[] {
  if (Buffer.byteLength(text) <= maxBytes) return [text];
  const pieces: string[] = [];
  let piece = '';
  let size = 0;
  for (const { segment } of graphemes.segment(text)) {
    for (const part of unitsOf(segment, maxBytes)) {
      const bytes = Buffer.byteLength(part);
      if (size + bytes > maxBytes) {
        const keep = cutBehindLine(piece);
        pieces.push(piece.slice(0, keep));
        piece = piece.slice(keep);
        size = Buffer.byteLength(piece);
      }
      piece += part;
      size += bytes;
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** One grapheme may itself be longer than a message (hundreds of combining marks): then code points are the units. */
const unitsOf = (segment: string, maxBytes: number): readonly string[] =>
  Buffer.byteLength(segment) * 2 <= maxBytes ? [segment] : [...segment];

function cutBehindLine(piece: string): number {
  const line = piece.lastIndexOf('\n') + 1;
  return line > piece.length / 2 ? line : piece.length;
}
