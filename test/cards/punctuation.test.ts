import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const FOLDERS = ['handlers', 'src/dialogue', 'src/outbox', 'jobs', 'cards'];
const HAN = /[\u4e00-\u9fff]/;
/** Half-width punctuation beside a Chinese character or a full-width sign, a space between them or not. */
const HALF_WIDTH = /[\u4e00-\u9fff”》〕）] ?[,:;?!()]|[,:;?!()] ?[\u4e00-\u9fff“《〔（]/;
/** What may be so, by reason: nobody reads it as running text. */
const ALLOWED: readonly { readonly text: RegExp; readonly reason: string }[] = [
  { text: /^核查通过\(销号\)$/, reason: 'a label of the domain, typeset where it is shown' },
];

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

/** Every string and template with Chinese in it; a hole of a template counts as a Chinese character. */
function chineseIn(source: string): { text: string; line: number }[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const found: { text: string; line: number }[] = [];
  const add = (node: ts.Node, text: string) => {
    if (HAN.test(text)) found.push({ text, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) add(node, node.text);
    if (ts.isTemplateExpression(node)) {
      const pieces = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      if (HAN.test(pieces.join(''))) add(node, pieces.join('一'));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const wrongIn = (source: string): { text: string; line: number }[] =>
  chineseIn(source).filter(({ text }) => HALF_WIDTH.test(text) && !ALLOWED.some((one) => one.text.test(text)));

describe('punctuation of what people read', () => {
  test.each(FOLDERS)('%s has full-width punctuation beside Chinese characters', (folder) => {
    const files = filesOf(folder);
    const wrong = files.flatMap((file) =>
      wrongIn(readFileSync(file, 'utf8')).map(({ text, line }) => `${file}:${line} ${text}`),
    );

    expect(files.length).toBeGreaterThan(2);
    expect(wrong).toEqual([]);
  });

  test.each([
    ["say('请写标题,八个字');", 1],
    [`say(\`已收(${'$'}{n})张\`);`, 1],
    ["say('您好，请看：《提案》（第058号）');", 0],
    ['/(帮助|菜单)/.test(text); // 说明,不算', 0],
    ["say('2026-03-09T10:00');", 0],
  ])('the check sees what is wrong in %s', (source, count) => {
    expect(wrongIn(source)).toHaveLength(count);
  });
});
