import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Answer } from './http.ts';
import { json } from './http.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
};

/** `/` is the page, `/page/*` are its files; null: not a path of the page. */
export async function pageFile(dir: string, path: string): Promise<Answer | null> {
  const name = path === '/' ? 'index.html' : path.startsWith('/page/') ? path.slice('/page/'.length) : null;
  const type = name === null ? undefined : TYPES[extname(name)];
  if (name === null || !type) return null;
  const file = normalize(join(dir, decodeURIComponent(name)));
  if (!file.startsWith(normalize(dir) + sep)) return null;
  try {
    return { status: 200, bytes: await readFile(file), headers: { 'content-type': type, 'cache-control': 'no-store' } };
  } catch {
    return json({ error: `page: ${name} is not in ${dir}` }, 404);
  }
}
