import { dirname, relative } from 'node:path';
import { expect, test } from 'vitest';
import { inTree, judge } from './planted.ts';

const FOLDERS = ['src', 'handlers', 'cards', 'jobs', 'emulator', 'demo'];

test('the rule sees the modules of the program', () => {
  const { modules } = judge(['src', 'cards']);

  // A dependency check that cannot read TypeScript sees none and passes; what it finds is the business of `npm run check`.
  expect(modules).toBeGreaterThan(20);
}, 300_000);

/** One forbidden arrow a row, and the rule that must name it. */
const FORBIDDEN: readonly [rule: string, from: string, to: string][] = [
  ['src-domain-imports', 'src/domain/decide.ts', 'src/store/store.ts'],
  ['src-domain-imports', 'src/domain/clocks.ts', 'src/clock.ts'],
  ['domain-packages', 'src/domain/rules.ts', 'dayjs'],
  ['domain-packages', 'src/domain/policy.ts', 'node:fs'],
  ['civil-date-packages', 'src/domain/civil-date.ts', 'koa'],
  ['audit-packages', 'src/domain/audit.ts', 'node:fs'],
  ['cards-imports', 'cards/todo-card.ts', 'src/store/records.ts'],
  ['cards-imports', 'cards/about.ts', 'src/deps.ts'],
  ['cards-packages', 'cards/digest.ts', 'dayjs'],
  ['src-store-imports', 'src/store/apply-command.ts', 'cards/card.ts'],
  ['src-store-imports', 'src/store/models.ts', 'src/outbox/outbox.ts'],
  ['src-dialogue-imports', 'src/dialogue/engine.ts', 'src/store/models.ts'],
  ['src-inbox-imports', 'src/inbox/accept.ts', 'handlers/talk.ts'],
  ['src-outbox-imports', 'src/outbox/send.ts', 'jobs/schedule.ts'],
  ['src-platforms-imports', 'src/platforms/wecom/callback.ts', 'handlers/act.ts'],
  ['wecom-and-dingtalk', 'src/platforms/wecom/client.ts', 'src/platforms/dingtalk/client.ts'],
  ['wecom-and-dingtalk', 'src/platforms/dingtalk/callback.ts', 'src/platforms/wecom/callback.ts'],
  ['handlers-imports', 'handlers/press.ts', 'jobs/sweep-clocks.ts'],
  ['handlers-imports', 'handlers/text.ts', 'src/platforms/wecom/messages.ts'],
  ['jobs-imports', 'jobs/weekly-digest.ts', 'handlers/show.ts'],
  ['engine-known-to-one-file', 'src/store/scoped.ts', 'src/store/embedded/connection.ts'],
  ['engine-known-to-one-file', 'demo/launch.ts', 'src/store/embedded/database.ts'],
  ['wiring-sees-everything-and-is-seen-by-nobody', 'handlers/media.ts', 'src/app.ts'],
  ['shared-files-stay-low', 'src/deps.ts', 'handlers/handle-row.ts'],
  ['product-without-emulator', 'src/platforms/wecom/crypto.ts', 'emulator/wecom/crypto.ts'],
  ['emulator-imports', 'emulator/main.ts', 'src/log.ts'],
  ['emulator-imports', 'emulator/screen.ts', 'cards/names.ts'],
  ['no-test-code-in-production', 'demo/check.ts', 'test/support/bot.ts'],
  ['no-dev-packages-in-production', 'src/main.ts', 'fast-check'],
  ['everything-resolves', 'src/config.ts', './gone.ts'],
];

/** Files that the rules allow, so that a rule that forbids everything is seen too. */
const ALLOWED: readonly [from: string, to: string][] = [
  ['src/domain/due-date.ts', 'src/domain/calendar.ts'],
  ['src/store/open-connection.ts', 'src/store/embedded/values.ts'],
  ['cards/case-card.ts', 'src/domain/case.ts'],
  ['handlers/find-cases.ts', 'src/dialogue/say.ts'],
  ['jobs/fetch-files.ts', 'src/outbox/plan.ts'],
  ['demo/server.ts', 'src/http/health.ts'],
];

/** The text that makes `from` import `to`. */
function importing(from: string, to: string): string {
  const isFile = to.includes('/') && !to.startsWith('.');
  const near = isFile ? relative(dirname(from), to) : to;
  return `import '${isFile && !near.startsWith('.') ? `./${near}` : near}';\n`;
}

function plant(arrows: readonly (readonly [from: string, to: string])[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [, to] of arrows) if (to.includes('/') && !to.startsWith('.')) files[to] = 'export {};\n';
  for (const [from, to] of arrows) files[from] = importing(from, to);
  return files;
}

test('every forbidden arrow is reported by its rule, and no allowed one', () => {
  const arrows = [...FORBIDDEN.map(([, from, to]) => [from, to] as const), ...ALLOWED];
  const { violations } = inTree(plant(arrows), (dir) => judge([...FOLDERS, 'test'], dir));

  for (const [rule, from] of FORBIDDEN) expect(violations.join('\n')).toContain(`${rule}: ${from} → `);
  for (const [from, to] of ALLOWED) expect(violations.join('\n')).not.toContain(`${from} → ${to}`);
}, 300_000);

test('a circle of values is reported, one of types only is not', () => {
  const files = {
    'src/store/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
    'src/store/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    'src/store/c.ts': "import type { D } from './d.ts';\nexport type C = D;\n",
    'src/store/d.ts': "import type { C } from './c.ts';\nexport type D = C | 1;\n",
  };
  const { violations } = inTree(files, (dir) => judge(['src'], dir));

  expect(violations).toContain('no-cycles: src/store/a.ts → src/store/b.ts');
  expect(violations.join()).not.toMatch(/store\/[cd]\.ts/);
}, 300_000);
