/**
 * Finds classification marks. Such text must never reach a disk (reliability.md section 2 item 1), so this runs
 * before the inbox write.
 *
 * Only the forms that a mark really takes count: the star form of GB/T 9704 (机密★10年, characters may be spaced), a
 * line that is nothing but the mark, and 密级：机密. 保护商业秘密 in a sentence is ordinary wording of proposals.
 */
const LEVEL = '(?:绝\\s{0,4}密|机\\s{0,4}密|秘\\s{0,4}密)';
const MARKS = [
  new RegExp(`${LEVEL}\\s{0,4}[级件]?\\s{0,4}[★☆⭐✩]`, 'u'),
  new RegExp(`^[\\s\\[【〔(（《“"]{0,8}${LEVEL}[级件]?[\\s\\]】〕)）》”"!！。]{0,8}$`, 'mu'),
  new RegExp(`(?:密\\s{0,4}级|保密等级|涉密等级)\\s{0,4}[:：]?\\s{0,4}${LEVEL}`, 'u'),
];

/** Characters that people do not see and that would split a mark: zero-width, soft hyphen, bidi controls. */
const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]|[\uFE00-\uFE0F]/gu;

export function hasClassificationMark(text: string): boolean {
  const seen = text.replace(INVISIBLE, '').normalize('NFKC');
  return MARKS.some((mark) => mark.test(seen));
}
