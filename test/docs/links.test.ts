import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PICTURES } from '../../scripts/shots.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const IMAGES = join(ROOT, 'docs/images');
const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

interface Link {
  readonly page: string;
  readonly target: string;
}

/** Without what stands in code: an example is not a link. */
const proseOf = (page: string): string =>
  readFileSync(join(ROOT, page), 'utf8')
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/(?<!\[)`[^`\n]*`/g, '');

const linksOf = (page: string): readonly Link[] =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));

/** As GitHub makes them: lower case, no punctuation, blanks become hyphens. */
const anchorsOf = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );

function isBroken({ page, target }: Link): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), decodeURIComponent(path));
  if (!existsSync(file)) return true;
  return anchor !== undefined && !anchorsOf(file).includes(decodeURIComponent(anchor));
}

test('every relative link and picture of the pages exists, and so does the heading it names', () => {
  const links = PAGES.flatMap(linksOf);

  expect(links.length).toBeGreaterThan(40);
  expect(links.filter(isBroken)).toEqual([]);
});

test('a link to nowhere and a heading that is gone would be found', () => {
  expect(isBroken({ page: 'README.md', target: 'docs/nowhere.md' })).toBe(true);
  expect(isBroken({ page: 'README.md', target: 'docs/operate/dingtalk.md#九百' })).toBe(true);
  expect(isBroken({ page: 'docs/operate/install.md', target: 'commands.md#unbind-解除绑定' })).toBe(false);
});

test('the pictures of the pages are those that the script takes, no more and no fewer', () => {
  const shown = PAGES.flatMap((page) =>
    [...proseOf(page).matchAll(/images\/([\w-]+)\.png/g)].map(([, name = '']) => name),
  );
  const kept = readdirSync(IMAGES).map((file) => file.replace(/\.png$/, ''));

  expect([...new Set(shown)].sort()).toEqual([...PICTURES].sort());
  expect(kept.sort()).toEqual([...PICTURES].sort());
});
