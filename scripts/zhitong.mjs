// The operator's tool: from dist while that belongs to the sources, which starts sooner, otherwise from the sources.
// usage: npm run zhitong -- <command> [arguments…]
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dist, isFresh } from './dist.mjs';

const args = process.argv.slice(2);
if (isFresh()) {
  const file = join(dist, 'zhitong.cjs');
  process.argv.splice(1, process.argv.length, file, ...args);
  createRequire(import.meta.url)(file);
} else {
  const { runTool } = await import('./run.mjs');
  runTool('tsx', ['src/cli/zhitong.ts', ...args]);
}
