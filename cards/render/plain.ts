/**
 * What people typed, made safe to show. The stored original stays as it came (P5); this is only for display.
 * Takes out what is unseen and what turns the direction of reading: with it a name or number can be made to look like
 * another one.
 */

/** Every way to begin a new line becomes the plain one. */
const LINE_ENDS = /\r\n?|\v|\f|[\u0085\u2028\u2029]/gu;
/** C0 and C1 controls but the line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out
const CONTROLS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/gu;
/** Marks, embeddings, overrides and isolates of direction; zero-width and filler characters; tags. */
const UNSEEN =
  /\u034F|\u17B4|\u17B5|[\u180B-\u180F]|[\u00AD\u061C\u115F\u1160\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{E0000}-\u{E007F}]/gu;
/** The joiner makes one picture of several emoji; anywhere else it only hides. */
const LONE_JOINER =
  /(?<!\p{Extended_Pictographic}|\uFE0F|[\u{1F3FB}-\u{1F3FF}])\u200D|\u200D(?!\p{Extended_Pictographic})/gu;
/** Towers of marks that run over the neighbouring lines. */
const MARK_TOWER = /(\p{M}{3})\p{M}+/gu;

export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_ENDS, '\n')
    .replaceAll('\t', ' ')
    .replace(CONTROLS, '')
    .replace(UNSEEN, '')
    .replace(LONE_JOINER, '')
    .replace(MARK_TOWER, '$1');
}

/** As `plain`, on one line, without blanks at the ends. */
export function plainLine(text: string): string {
  return plain(text).replace(/\s+/gu, ' ').trim();
}

/**
 * User text for messages in which `<a href>` and `<@userid>` have a meaning: no tag can begin, so links and mentions
 * come from code only.
 */
export function untagged(text: string): string {
  return plain(text).replace(/<(?=[a-zA-Z/@!])/g, '＜');
}

/** User text inside WeCom's markdown: every character with a meaning there becomes its full-width twin. */
export function markdownText(text: string): string {
  return plain(text).replace(/[*_`~[\]<>#|\\]/g, (mark) => String.fromCodePoint((mark.codePointAt(0) ?? 0) + 0xfee0));
}
