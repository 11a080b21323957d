import { plain, plainLine } from './plain.ts';

/** Every character that has a meaning in DingTalk's markdown, and @: mentions, links and pictures come from code only. */
const MARKS = /[*_`~[\]<>#|\\!@&]/g;
const FULL_WIDTH = 0xfee0;
/** At the beginning of a line these make a list, a rule or a heading of the line above. */
const LINE_MARKS = /^(\s*)([-+=])/gm;

const wide = (mark: string): string => String.fromCodePoint((mark.codePointAt(0) ?? 0) + FULL_WIDTH);

/** User text inside DingTalk's markdown (dingtalk.md 11): each such character becomes its full-width twin. */
export const safeMarkdown = (text: string): string =>
  plain(text)
    .replace(MARKS, wide)
    .replace(LINE_MARKS, (_, blank: string, mark: string) => `${blank}${wide(mark)}`);

export const safeMarkdownLine = (text: string): string => safeMarkdown(plainLine(text));

/** A bare line feed may be swallowed; with two blanks on both sides it stays. */
export const withLineBreaks = (markdown: string): string => markdown.replace(/ *\n */g, '  \n  ');
