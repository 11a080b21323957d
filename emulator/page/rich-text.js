/** Text as the clients show it: links in texts, and each platform's small subset of markdown (wecom.md 11.1, dingtalk.md 11). */
import { el } from './dom.js';

/** @typedef {{ pattern: RegExp, build: (groups: string[]) => Node | string }} Rule */

/** What stands inside a line. First match wins; each entry builds its node from the groups of its pattern. @type {Rule[]} */
const WECOM = [
  { pattern: /\*\*(.+?)\*\*/, build: ([, text = '']) => el('strong', {}, ...replaceAll(text, WECOM)) },
  { pattern: /`([^`]+)`/, build: ([, text = '']) => el('code', { text }) },
  {
    pattern: /<font color="(info|comment|warning)">(.*?)<\/font>/,
    build: ([, tone = '', text = '']) => el('span', { class: `tone-${tone}` }, ...replaceAll(text, WECOM)),
  },
  {
    pattern: /\[([^\]]+)\]\((https?:[^)\s]+)\)/,
    build: ([, text = '', href = '']) => link(href, text),
  },
];

/** No font colours by name, no code; pictures, and links that say their words as the person (dingtalk.md 4.10, 11). @type {Rule[]} */
const DINGTALK = [
  { pattern: /&nbsp;/, build: () => '\u00a0' },
  { pattern: /<\/?(?:font|a)\b[^>]*>/, build: () => '' },
  { pattern: /\*\*(.+?)\*\*/, build: ([, text = '']) => el('strong', {}, ...replaceAll(text, DINGTALK)) },
  { pattern: /\*([^*\s][^*]*)\*/, build: ([, text = '']) => el('em', {}, ...replaceAll(text, DINGTALK)) },
  {
    pattern: /!\[([^\]]*)\]\((https?:[^)\s]+|\/emulator\/media\/[^)\s]+)\)/,
    build: ([, alt = '', src = '']) => el('img', { src, alt: alt || '图片', loading: 'lazy' }),
  },
  {
    pattern: /\[([^\]]+)\]\(([a-z]+:[^)\s]+)\)/,
    build: ([, text = '', href = '']) => spoken(href, text) ?? link(href, text),
  },
];

const DTMD = 'dtmd://dingtalkclient/sendMessage';

/**
 * A button that says its words as the person; whoever holds the phone listens for `data-say`.
 * @param {string} href
 * @param {string} text
 */
function spoken(href, text) {
  const words = href.startsWith(DTMD) ? new URL(href).searchParams.get('content') : null;
  return words ? el('button', { type: 'button', class: 'spoken', 'data-say': words, text }) : null;
}

/** @type {Rule[]} */
const LINKS = [
  {
    pattern: /<a href="(https?:[^"]+)">(.*?)<\/a>/,
    build: ([, href = '', text = '']) => link(href, text),
  },
  { pattern: /(https?:\/\/[\w\-./?%&=#:~+]+)/, build: ([, href = '']) => link(href, href) },
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
 * @param {Rule[]} table
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

/** @param {string} text */
export function plainText(text) {
  return el('div', { class: 'text' }, ...replaceAll(text, LINKS));
}

/** @typedef {{ pattern: RegExp, shape: (groups: string[]) => [kind: string, text: string] }} LineRule */

/** @type {LineRule[]} */
const HEADINGS = [
  { pattern: /^(#{1,6}) (.*)$/, shape: ([, marks = '', text = '']) => [`md-heading md-h${marks.length}`, text] },
  { pattern: /^>\s?(.*)$/, shape: ([, text = '']) => ['md-quote', text] },
];

/** How a line begins. First match wins. @type {Record<import('./platform.js').PlatformName, LineRule[]>} */
const LINES = {
  wecom: HEADINGS,
  dingtalk: [
    ...HEADINGS,
    { pattern: /^[-*] (.*)$/, shape: ([, text = '']) => ['md-item', text] },
    { pattern: /^\*{3}$/, shape: () => ['md-rule', ''] },
  ],
};

const INLINE = { wecom: WECOM, dingtalk: DINGTALK };

/**
 * @param {string} source
 * @param {import('./platform.js').PlatformName} platform
 */
export function markdown(source, platform) {
  const lines = (platform === 'dingtalk' ? source.replace(/<br\s*\/?>/g, '\n') : source).split('\n').map((given) => {
    const line = platform === 'dingtalk' ? given.trim() : given;
    const rule = LINES[platform].find(({ pattern }) => pattern.test(line));
    const plain = line.trim() ? 'md-line' : 'md-blank';
    const [kind, text] = rule ? rule.shape([...(rule.pattern.exec(line) ?? [])]) : [plain, line];
    return el('div', { class: kind }, ...replaceAll(text, INLINE[platform]));
  });
  return el('div', { class: 'text markdown' }, ...lines);
}
