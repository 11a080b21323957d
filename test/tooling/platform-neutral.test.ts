import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const FOLDERS = ['src/domain', 'handlers', 'cards', 'jobs', 'src/dialogue', 'src/inbox', 'src/outbox'];
/** The renderers are where a platform begins. */
const BELOW = /^cards\/render\//;
const NAMES = /wecom|dingtalk|企业微信|钉钉/i;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

/** Everything but comments that names a platform. */
function platformsNamed(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isWord = ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node);
    if (isWord && NAMES.test(node.text)) {
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('nothing above the platforms knows which one it is', () => {
  const files = FOLDERS.flatMap(filesIn).filter((file) => !BELOW.test(file));

  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(platformsNamed)).toEqual([]);
});
