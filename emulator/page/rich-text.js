/** Text as WeCom shows it: links in texts, and the small markdown subset of app messages (wecom.md 11.1). */
import { el } from './dom.js';

/** What stands inside a line. First match wins; each entry builds its node from the groups of its pattern. */
const INLINE = [
  { pattern: /\*\*(.+?)\*\*/, build: (/** @type {string[]} */ [, text = '']) => el('strong', {}, ...inline(text)) },
  { pattern: /`([^`]+)`/, build: (/** @type {string[]} */ [, text = '']) => el('code', { text }) },
  {
    pattern: /<font color="(info|comment|warning)">(.*?)<\/font>/,
    build: (/** @type {string[]} */ [, tone = '', text = '']) => el('span', { class: `tone-${tone}` }, ...inline(text)),
  },
  {
    pattern: /\[([^\]]+)\]\((https?:[^)\s]+)\)/,
    build: (/** @type {string[]} */ [, text = '', href = '']) => link(href, text),
  },
];

const LINKS = [
  {
    pattern: /<a href="(https?:[^"]+)">(.*?)<\/a>/,
    build: (/** @type {string[]} */ [, href = '', text = '']) => link(href, text),
  },
  { pattern: /(https?:\/\/[\w\-./?%&=#:~+]+)/, build: (/** @type {string[]} */ [, href = '']) => link(href, href) },
];

/**
 * @param {string} href
 * @param {string} text
 */
export function link(href, text) {
  return el('a', {
    href: /^https?:/.test(href) ? href : undefined,
    target: '_blank',
    rel: 'noopener noreferrer',
    text,
  });
}

/**
 * @param {string} text
 * @param {{ pattern: RegExp, build: (groups: string[]) => Node }[]} table
 * @returns {(Node | string)[]}
 */
function replaceAll(text, table) {
  const hits = table.flatMap(({ pattern, build }) => {
    const match = pattern.exec(text);
    return match ? [{ match, build }] : [];
  });
  const first = hits.sort((a, b) => a.match.index - b.match.index)[0];
  if (!first) return text ? [text] : [];
  const { match, build } = first;
  const rest = text.slice(match.index + match[0].length);
  return [text.slice(0, match.index), build([...match]), ...replaceAll(rest, table)];
}

/** @param {string} text @returns {(Node | string)[]} */
const inline = (text) => replaceAll(text, INLINE);

/** @param {string} text */
export function plainText(text) {
  return el('div', { class: 'text' }, ...replaceAll(text, LINKS));
}

/** @param {string} source */
export function markdown(source) {
  const lines = source.split('\n').map((line) => {
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (heading) return el('div', { class: `md-heading md-h${heading[1]?.length}` }, ...inline(heading[2] ?? ''));
    if (line.startsWith('>')) return el('div', { class: 'md-quote' }, ...inline(line.replace(/^>\s?/, '')));
    return el('div', { class: line.trim() ? 'md-line' : 'md-blank' }, ...inline(line));
  });
  return el('div', { class: 'text markdown' }, ...lines);
}
