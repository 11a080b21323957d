import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasClassificationMark } from '../../../src/inbox/classified.ts';
import { readEnvelope } from '../../../src/platforms/wecom/envelope.ts';
import { glimpse } from '../../../src/platforms/wecom/inbox-key.ts';
import { readInner } from '../../../src/platforms/wecom/inner-xml.ts';
import fixtures from '../../fixtures/wecom-vectors.json' with { type: 'json' };

const HEAD = '<ToUserName><![CDATA[ww1]]></ToUserName><CreateTime>1760000000</CreateTime>';
const message = (type: string, rest: string, from = 'ZhangSan') =>
  Buffer.from(`<xml>${HEAD}<FromUserName><![CDATA[${from}]]></FromUserName><MsgType>${type}</MsgType>${rest}</xml>`);
const vector = (id: string) => Buffer.from(fixtures.vectors.find((each) => each.id === id)!.plain);
const eventOf = (plaintext: Buffer) => {
  const inner = readInner(plaintext);
  if (inner.kind !== 'event') throw new Error(`expected an event, got ${JSON.stringify(inner)}`);
  return inner.event;
};

describe('readInner', () => {
  test('reads a text: user id as sent and folded, ids as strings', () => {
    expect(eventOf(message('text', '<Content><![CDATA[你好]]></Content><MsgId>7300000000000000001</MsgId>'))).toEqual({
      platform: 'wecom',
      person: { key: 'zhangsan', asSent: 'ZhangSan' },
      at: new Date('2025-10-09T08:53:20Z'),
      id: 'msg:7300000000000000001',
      kind: 'text',
      text: '你好',
      rawType: 'text',
    });
  });

  test('keeps numeric user ids and 64-bit message ids (vector)', () => {
    const event = eventOf(vector('computed-text-emoji-numeric-userid-64bit-msgid'));

    expect(event.person).toEqual({ key: '1001', asSent: '1001' });
    expect(event.id).toMatch(/^msg:\d{19,20}$/);
  });

  test.each(['007', '1e5', '0x1f'])('does not turn the user id %s into a number', (from) => {
    expect(eventOf(message('text', '<Content>x</Content>', from)).person.asSent).toBe(from);
  });

  test('reads a press with one choice as lists (vector)', () => {
    expect(eventOf(vector('computed-template-card-event'))).toMatchObject({
      kind: 'press',
      rawType: 'event:template_card_event',
      press: {
        token: 'approve',
        message: 'task-0001@emu',
        responseCode: 'RC-emu-0001',
        choices: { scope: ['once'] },
      },
    });
  });

  test('reads several questions and options', () => {
    const item = (key: string, ...ids: string[]) =>
      `<SelectedItem><QuestionKey>${key}</QuestionKey><OptionIds>${ids.map((id) => `<OptionId>${id}</OptionId>`).join('')}</OptionIds></SelectedItem>`;
    const rest = `<Event>template_card_event</Event><EventKey>k</EventKey><TaskId>t</TaskId><SelectedItems>${item('a', '1', '2')}${item('b', '007')}</SelectedItems>`;

    expect(eventOf(message('event', rest)).press?.choices).toEqual({ a: ['1', '2'], b: ['007'] });
  });

  test.each([
    ['event', '<Event>subscribe</Event>', 'subscribe'],
    ['event', '<Event>enter_agent</Event><EventKey/>', 'enter'],
    ['event', '<Event>click</Event><EventKey>mine</EventKey>', 'click'],
    ['event', '<Event>template_card_menu_event</Event><EventKey>m</EventKey><TaskId>t</TaskId>', 'menuPress'],
    ['event', '<Event>LOCATION</Event>', 'other'],
    ['event', '<Event>toString</Event>', 'other'],
    ['image', '<MediaId>M</MediaId>', 'image'],
    ['voice', '<MediaId>M</MediaId>', 'voice'],
    ['file', '<MediaId>M</MediaId><FileName>报告.docx</FileName>', 'file'],
    ['location', '<Label>x</Label>', 'other'],
  ])('%s %s is %s', (type, rest, kind) => {
    expect(eventOf(message(type, rest)).kind).toBe(kind);
  });

  test('decodes the five entities and character numbers outside CDATA only, and joins split CDATA', () => {
    const text = (content: string) => eventOf(message('text', `<Content>${content}</Content>`)).text;

    expect(text('&lt;b&gt; &amp;amp; &quot;&apos; &#20320;&#x597d; &nbsp; &#xD800;')).toBe(
      '<b> &amp; "\' 你好 &nbsp; &#xD800;',
    );
    expect(text('<![CDATA[&lt;]]>')).toBe('&lt;');
    expect(text('<![CDATA[a]]]]><![CDATA[>b]]>')).toBe('a]]>b');
    expect(text('<![CDATA[<!DOCTYPE x> <MsgId>1</MsgId>]]>')).toBe('<!DOCTYPE x> <MsgId>1</MsgId>');
  });

  test.each([
    ['doctype', Buffer.from(`<!DOCTYPE x [<!ENTITY a "b">]><xml>${HEAD}</xml>`)],
    ['unreadable', Buffer.from('<xml><a>')],
    ['unreadable', Buffer.from('')],
    ['unreadable', message('text', '<d>'.repeat(40) + '</d>'.repeat(40))],
    ['identity', message('text', '<FromUserName>boss</FromUserName>')],
    ['identity', message('text', '<Content>a</Content><Content>b</Content>')],
    ['identity', message('text', '', 'u1,boss')],
    ['identity', message('text', '', '')],
    ['identity', message('event', '')],
    ['identity', message('text', '<MsgId><x>1</x></MsgId>')],
    ['press', message('event', '<Event>template_card_event</Event><EventKey>k</EventKey>')],
    ['encoding', Buffer.concat([message('text', '<Content>'), Buffer.from([0xff])])],
    ['encoding', Buffer.concat([message('text', ''), Buffer.from([0xed, 0xa0, 0x80])])],
  ])('quarantines as %s', (reason, plaintext) => {
    expect(readInner(plaintext)).toMatchObject({ kind: 'quarantine', reason });
  });

  test('keys named like parts of every object stay harmless', () => {
    const item =
      '<SelectedItem><QuestionKey>__proto__</QuestionKey><OptionIds><OptionId>polluted</OptionId></OptionIds></SelectedItem>';
    const rest = `<constructor>x</constructor><Event>template_card_event</Event><EventKey>k</EventKey><TaskId>t</TaskId><SelectedItems>${item}</SelectedItems>`;

    readInner(message('event', rest));
    expect(readInner(message('text', '<__proto__><polluted>1</polluted></__proto__>')).kind).toBe('quarantine');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('any text comes back as it was typed', () => {
    const content = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r]/.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(content, (text) => {
        const cdata = `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
        const inner = readInner(message('text', `<Content>${cdata}</Content><MsgId>5</MsgId>`));
        expect(inner).toMatchObject({ kind: 'event', event: { text, id: 'msg:5' } });
      }),
      { numRuns: 200 },
    );
  });

  test('any bytes give an answer, never an exception', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '<xml>',
        '</xml>',
        '<a>',
        '</a>',
        '<![CDATA[',
        ']]>',
        '&lt;',
        '<!',
        '<?xml ?>',
        '<a b="c"/>',
        '\u0000',
        '秘',
        HEAD,
      ),
    );
    fc.assert(
      fc.property(pieces, (parts) => ['event', 'quarantine'].includes(readInner(Buffer.from(parts.join(''))).kind)),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => readInner(Buffer.from(bytes)).kind === 'quarantine'));
  });
});

describe('glimpse', () => {
  test('takes the message id of the message, not one that a person typed', () => {
    expect(
      glimpse(message('text', '<Content><![CDATA[</Content><MsgId>1</MsgId>]]></Content><MsgId>2</MsgId>')),
    ).toMatchObject({
      key: 'msg:2',
      person: 'zhangsan',
    });
    expect(glimpse(message('text', '<Content>&lt;MsgId&gt;1&lt;/MsgId&gt;</Content>')).key).toMatch(/^evt:/);
    expect(glimpse(message('event', '<Item><MsgId>1</MsgId></Item>')).key).toMatch(/^evt:/);
  });

  test('different events of the same second and person have different keys, the same one has the same', () => {
    const first = glimpse(message('event', '<Event>click</Event><EventKey>a</EventKey>')).key;

    expect(glimpse(message('event', '<Event>click</Event><EventKey>b</EventKey>')).key).not.toBe(first);
    expect(glimpse(message('event', '<Event>click</Event><EventKey>a</EventKey>')).key).toBe(first);
    expect(first).toMatch(/^evt:[0-9a-f]{64}$/);
  });

  test('two message ids are none', () => {
    expect(glimpse(message('text', '<MsgId>1</MsgId><MsgId>2</MsgId>')).key).toMatch(/^evt:/);
  });
});

describe('readEnvelope', () => {
  const ok = { toUserName: 'ww1', encrypt: 'QUJD', agentId: '7' };

  test.each([
    '<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt><![CDATA[QUJD]]></Encrypt><AgentID><![CDATA[7]]></AgentID></xml>',
    '<xml>\n <AgentID>7</AgentID>\n <Encrypt>QUJD</Encrypt><ToUserName>ww1</ToUserName></xml>\n',
  ])('reads any order, CDATA or plain', (xml) => {
    expect(readEnvelope(Buffer.from(xml))).toEqual(ok);
  });

  test('the app may be missing', () => {
    expect(readEnvelope(Buffer.from('<xml><ToUserName>ww1</ToUserName><Encrypt>QUJD</Encrypt></xml>'))).toEqual({
      toUserName: 'ww1',
      encrypt: 'QUJD',
    });
  });

  const T = '<ToUserName>ww1</ToUserName>';
  const E = '<Encrypt>QUJD</Encrypt>';
  test.each([
    '',
    '{"encrypt":"QUJD"}',
    `<xml>${T}</xml>`,
    `<xml>${T}${E}${E}</xml>`,
    `<xml>${T}${T}${E}</xml>`,
    `<xml>${T}${E}<Other>1</Other></xml>`,
    `<xml>${T}${E}<AgentID>1</AgentID><AgentID>1</AgentID></xml>`,
    `<!DOCTYPE xml [<!ENTITY e "x">]><xml>${T}<Encrypt>&e;</Encrypt></xml>`,
    `<?xml version="1.0"?><xml>${T}${E}</xml>`,
    `<xml><!-- c -->${T}${E}</xml>`,
    `<xml a="1">${T}${E}</xml>`,
    `<xml>${T}<Encrypt/></xml>`,
    `<xml><w>${T}${E}</w></xml>`,
    `<xml>${T}${E}</xml><xml></xml>`,
    `<xml>${T}${E}`,
    `<xml>${T}<Encrypt><![CDATA[QUJD</Encrypt></xml>`,
    `${'<xml>'.repeat(5000)}`,
  ])('refuses %s', (xml) => {
    expect(readEnvelope(Buffer.from(xml))).toBeNull();
  });
});

describe('hasClassificationMark', () => {
  test.each([
    '机密★10年',
    '绝 密 ★',
    '秘密☆5年',
    '标题\n【机密】\n正文',
    '机密',
    '密级：秘密',
    '机\u200b密★',
    '绝密级★长期',
  ])('finds %j', (text) => {
    expect(hasClassificationMark(text)).toBe(true);
  });

  test.each(['关于保护企业商业秘密的提案', '加强机密文件管理', '五星级★酒店', '绝密档案馆', ''])(
    'leaves %j alone',
    (text) => {
      expect(hasClassificationMark(text)).toBe(false);
    },
  );
});
