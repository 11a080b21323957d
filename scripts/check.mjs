// Formatter, linter, types, dependency rule and dead code in one command; all of them run, also when one fails.
// usage: npm run check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folders = ['src', 'handlers', 'cards', 'jobs', 'emulator', 'demo', 'bench', 'test'].filter((folder) =>
  existsSync(join(root, folder)),
);

/** What is asked, and the tool that answers. */
const CHECKS = [
  { asks: '格式与写法', tool: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { asks: '类型', tool: 'tsc', args: ['-p', '.'] },
  { asks: '依赖方向', tool: 'depcruise', args: folders },
  { asks: '无用代码', tool: 'knip', args: ['--no-config-hints'] },
];

function run({ asks, tool, args }) {
  console.log(`\n── ${asks}:${tool} ${args.join(' ')}`);
  const startedAt = performance.now();
  const windows = process.platform === 'win32';
  const bin = join(root, 'node_modules', '.bin', windows ? `${tool}.cmd` : tool);
  const done = spawnSync(bin, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: windows });
  if (done.error) console.error(`${tool} 没有运行起来:${done.error.message}`);
  return { asks, tool, ok: done.status === 0, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) };
}

ensureDependencies();
const results = CHECKS.map(run);
console.log('');
for (const { asks, tool, ok, seconds } of results)
  console.log(`${ok ? '✓ 通过' : '✗ 未过'}  ${asks}(${tool},${seconds} s)`);
process.exit(results.every(({ ok }) => ok) ? 0 : 1);
