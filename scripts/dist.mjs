// The built form in dist/: where it lies, how the server is started from it, and whether it still belongs to the sources.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const dist = join(root, 'dist');
/** Name of the file in dist that tells which sources it was made from. */
export const ORIGIN = 'sources.sha256';

/** Whatever the built form is made from; a folder's own time tells of deleted files. */
const SOURCES = [
  ...['src', 'handlers', 'cards', 'jobs'],
  ...['scripts/build.mjs', 'scripts/boot.cjs', 'tsconfig.json', 'package-lock.json'],
].map((path) => join(root, path));

/** Flags of Node for the server. docs/decisions/09-one-file-build.md says what they and the variables save and cost. */
export const SERVER_FLAGS = ['--disable-proto=delete', '--v8-pool-size=1'];

/** What the C library must hear before the server starts; a value that the operator has set wins. */
export const SERVER_ENV = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '131072' };

/** Milliseconds since 1970; zero for what does not exist. */
function newestChange(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

export function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) {
    const name = relative(root, file).replaceAll('\\', '/');
    hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Times decide quickly; a dist that was brought along is older or newer than its checkout, and then the content decides. */
export function isFresh() {
  const origin = join(dist, ORIGIN);
  if (!existsSync(origin)) return false;
  if (Math.max(...SOURCES.map(newestChange)) <= newestChange(origin)) return true;
  return readFileSync(origin, 'utf8') === fingerprint();
}
