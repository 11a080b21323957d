import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, splitText } from '../../cards/render/cut.ts';
import { markdownText, plain, plainLine, untagged } from '../../cards/render/plain.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 200 }));

describe('plain', () => {
  test.each([
    ['张\u202E三\u2066李\u2069四', '张三李四'],
    ['张\u200B三\uFEFF\u200C\u200D李', '张三李'],
    ['a\u0000b\u001Bc\u007F\u0085d', 'abc\nd'],
    ['一\r\n二\r三\u2028四\t五', '一\n二\n三\n四 五'],
    [`${FAMILY} 👍🏽 🏳️‍🌈 ❤️`, `${FAMILY} 👍🏽 🏳️‍🌈 ❤️`],
    ['a\uD800b', 'a\uFFFDb'],
    [`z${'\u0301'.repeat(50)}`, `z${'\u0301'.repeat(3)}`],
    ['第058号《关于…》“提案”', '第058号《关于…》“提案”'],
  ])('%j becomes %j', (given, shown) => {
    expect(plain(given)).toBe(shown);
  });

  test('twice is the same as once, and nothing of the forbidden is left', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = plain(text);
        expect(plain(once)).toBe(once);
        expect(once).not.toMatch(/(?!\n)\p{Cc}|[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u);
      }),
    );
  });

  test('a line is one line', () => {
    expect(plainLine(' 一\n二 \u3000三 ')).toBe('一 二 三');
  });

  test('tags and markdown of users lose their meaning', () => {
    expect(untagged('<a href="x">1 < 2</a><@all>')).toBe('＜a href="x">1 < 2＜/a>＜@all>');
    expect(markdownText('**粗** [x](http://y) <font>`#')).toBe('＊＊粗＊＊ ［x］(http://y) ＜font＞｀＃');
  });
});

describe('cut', () => {
  test.each([
    ['一二三', 3, '一二三'],
    ['一二三四', 3, '一二…'],
    [`${FAMILY}好`, 8, `${FAMILY}好`],
    [`${FAMILY}好好`, 8, `${FAMILY}…`],
    [`好${FAMILY}`, 7, '好…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
  ])('%j to %i is %j', (text, max, shown) => {
    expect(cut(text, max)).toBe(shown);
  });

  test('never longer than asked, and a beginning of the text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, max) => {
        const shown = cut(text, max);
        expect([...shown].length).toBeLessThanOrEqual(max);
        if (shown !== text) expect(text.startsWith(shown.slice(0, -1))).toBe(true);
        else expect([...text].length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

describe('splitText', () => {
  test('pieces fit, and joined they are the text', () => {
    const wide = fc.oneof(
      anyText,
      fc.array(fc.constantFrom('汉', FAMILY, '\n', 'a', 'e\u0301'), { maxLength: 400 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(wide, fc.integer({ min: 4, max: 80 }), (text, maxBytes) => {
        const pieces = splitText(text.toWellFormed(), maxBytes);
        expect(pieces.join('')).toBe(text.toWellFormed());
        for (const piece of pieces) {
          expect(piece).not.toBe('');
          expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(maxBytes);
        }
      }),
    );
  });

  test('what is left behind a line feed makes no piece too long', () => {
    const pieces = splitText(`汉\n汉${FAMILY}`, 25);

    expect(pieces).toEqual(['汉\n', '汉', FAMILY]);
  });

  test('an emoji that fits is never cut', () => {
    const pieces = splitText(FAMILY.repeat(300), 2048);

    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) expect(piece.replaceAll(FAMILY, '')).toBe('');
  });

  test('ends behind a line when one ends in the second half', () => {
    expect(splitText('aaaaaa\nbbbbbb', 10)).toEqual(['aaaaaa\n', 'bbbbbb']);
    expect(splitText('a\nbbbbbbbbbbbb', 10)).toEqual(['a\nbbbbbbbb', 'bbbb']);
  });

  test('200,000 characters take no noticeable time', () => {
    const begun = performance.now();

    expect(splitText('提案正文\n'.repeat(40_000), 2048).length).toBeGreaterThan(200);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
