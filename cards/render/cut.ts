/** Cutting at the borders of what people see as one character: never through an emoji or an accent. */

const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** At most `max` code points, the … of a cut included. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  let count = 0;
  let whole = '';
  // More than max + 1 code points never matter: a 100,000-character text costs no more than a short one.
  const head = text.slice(0, max * 2 + 64);
  for (const { segment } of SEGMENTER.segment(head)) {
    const size = [...segment].length;
    if (count + size <= max - 1) kept = whole + segment;
    if (count + size > max) return `${kept.trimEnd()}…`;
    count += size;
    whole += segment;
  }
  return whole.length === text.length ? whole : `${kept.trimEnd()}…`;
}

/**
 * Cuts a text into pieces of at most `maxBytes` bytes of UTF-8; joined they are the text again. A piece ends behind a
 * line feed when one lies in its second half. A single grapheme larger than a piece is cut between its code points.
 * @param maxBytes at least 4, the largest code point
 */
export function splitText(text: string, maxBytes: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  const take = (unit: string) => {
    const size = Buffer.byteLength(unit);
    // What is left behind a line feed may itself be too long beside a large grapheme: then it goes first.
    while (bytes + size > maxBytes && piece !== '') {
      const end = lineEnd(piece);
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
      bytes = Buffer.byteLength(piece);
    }
    piece += unit;
    bytes += size;
  };
  for (const segment of graphemes(text)) {
    if (Buffer.byteLength(segment) <= maxBytes) take(segment);
    else for (const point of segment) take(point);
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

function lineEnd(piece: string): number {
  const end = piece.lastIndexOf('\n') + 1;
  return end > piece.length / 2 ? end : piece.length;
}

const WINDOW = 512;

/**
 * The graphemes of a text, found window by window: over a whole long text the segmenter's time grows with the square of
 * the length (160,000 characters took 220 s). The last one of a window may go on behind it and begins the next window.
 */
function* graphemes(text: string): Generator<string> {
  let size = WINDOW;
  for (let at = 0; at < text.length; ) {
    const found = Array.from(SEGMENTER.segment(text.slice(at, at + size)), ({ segment }) => segment);
    const isLast = at + size >= text.length;
    const whole = isLast ? found : found.slice(0, -1);
    for (const segment of whole) {
      yield segment;
      at += segment.length;
    }
    size = whole.length > 0 ? WINDOW : size * 2;
  }
}
