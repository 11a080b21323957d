import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ContactsRecord,
  type WecomContactsOptions,
  wecomContactsCallback,
} from '../../../src/platforms/wecom/contacts-callback.ts';
import { aesKeyOf, seal, signatureOf } from '../../../src/platforms/wecom/crypto.ts';
import { readContactEvent } from '../../../src/platforms/wecom/read-contact-event.ts';

const CONTACTS = { token: 'ContactsToken01', aes: 'ZyXwVuTsRqPoNmLkJiHgFeDcBa9876543210zYxWvUt' };
const APP = { token: 'EmuTestToken01', aes: 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFg' };
const CORP = 'ww00000000000000aa';
const NOW = new Date('2026-03-02T10:00:00Z');
const SECONDS = String(NOW.getTime() / 1000);
const AT = new Date(1760000002 * 1000);

const change = (type: string, rest: string, from = 'sys') =>
  `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>1760000002</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_contact]]></Event><ChangeType><![CDATA[${type}]]></ChangeType>${rest}</xml>`;
const read = (xml: string) => readContactEvent(Buffer.from(xml));

describe('reading', () => {
  test.each<[string, string, string, string[]?]>([
    [
      'create_user',
      '<UserID><![CDATA[ZhangSan]]></UserID><Department><![CDATA[1,2]]></Department>',
      'joined',
      ['1', '2'],
    ],
    ['create_user', '<UserID>zhangsan</UserID><Name>张三</Name><Status>4</Status>', 'joined'],
    ['update_user', '<UserID><![CDATA[ZhangSan]]></UserID><Department><![CDATA[3]]></Department>', 'moved', ['3']],
    ['update_user', '<UserID>zhangsan</UserID><Department>1,root</Department>', 'moved'],
    ['update_user', '<UserID>zhangsan</UserID><Status>2</Status>', 'moved'],
    ['update_user', '<UserID>zhangsan</UserID><Status>5</Status>', 'left'],
    ['update_user', '<UserID>zhangsan</UserID><NewUserID></NewUserID>', 'moved'],
    ['delete_user', '<UserID><![CDATA[ZhangSan]]></UserID>', 'left'],
  ])('%s %s: %s', (type, rest, kind, departments) => {
    const xml = change(type, rest);

    expect(read(xml)).toEqual({
      kind,
      users: [/ZhangSan/.test(rest) ? 'ZhangSan' : 'zhangsan'],
      ...(departments && { memberOf: departments }),
      at: AT,
      id: expect.stringMatching(/^evt:[0-9a-f]{64}$/),
    });
  });

  test('a changed id names both', () => {
    const rest = '<UserID><![CDATA[zhangsan]]></UserID><NewUserID><![CDATA[zhangsan001]]></NewUserID>';

    expect(read(change('update_user', rest))).toMatchObject({
      kind: 'moved',
      users: ['zhangsan'],
      newUser: 'zhangsan001',
    });
  });

  test.each([
    ['create_party', '<Id>2</Id><Name><![CDATA[办公室]]></Name><ParentId><![CDATA[1]]></ParentId><Order>1</Order>'],
    ['update_party', '<Id>2</Id><ParentId>3</ParentId>'],
    ['delete_party', '<Id>2</Id>'],
  ])('%s concerns a department', (type, rest) => {
    expect(read(change(type, rest))).toMatchObject({ kind: 'moved', users: [], departments: ['2'], at: AT });
  });

  test('attributes of people, nested, are no fields of the event', () => {
    const nested = '<ExtAttr><Item><Name>x</Name><UserID>boss</UserID><Status>5</Status></Item></ExtAttr>';

    expect(read(change('update_user', `<UserID>u1</UserID>${nested}`))).toMatchObject({ kind: 'moved', users: ['u1'] });
  });

  test.each([
    ['a tag', change('update_tag', '<TagId>1</TagId><AddUserItems>u1</AddUserItems>')],
    ['a future change', change('archive_user', '<UserID>u1</UserID>')],
    ['a name of every object', change('constructor', '<UserID>u1</UserID>')],
    ['no user', change('delete_user', '')],
    ['the user twice', change('delete_user', '<UserID>u1</UserID><UserID>boss</UserID>')],
    ['the change twice', change('create_user', '<ChangeType>delete_user</ChangeType><UserID>u1</UserID>')],
    ['no user id', change('delete_user', '<UserID>u1,boss</UserID>')],
    ['a new id that is none', change('update_user', '<UserID>u1</UserID><NewUserID>a b</NewUserID>')],
    ['a department that is no number', change('delete_party', '<Id>root</Id>')],
    ['another event', change('delete_user', '<UserID>u1</UserID>').replace('change_contact', 'enter_agent')],
    ['a message', change('delete_user', '<UserID>u1</UserID>').replace('[event]', '[text]')],
    ['no time', change('delete_user', '<UserID>u1</UserID>').replace('1760000002', 'soon')],
    ['a declaration', `<!DOCTYPE x>${change('delete_user', '<UserID>u1</UserID>')}`],
    ['broken', change('delete_user', '<UserID>u1')],
    ['empty', ''],
  ])('%s is nothing', (_, xml) => {
    expect(read(xml)).toBeNull();
  });

  test('bytes that are no UTF-8 are nothing', () => {
    const xml = change('delete_user', '<UserID>u1</UserID><Name>?</Name>');

    expect(readContactEvent(Buffer.from(xml.replace('?', '\xff'), 'latin1'))).toBeNull();
  });
});

describe('the callback', () => {
  let server: Server;
  let base: string;
  let accepted: ContactsRecord[];
  let accept: WecomContactsOptions['accept'];

  beforeEach(async () => {
    accepted = [];
    accept = async (record) => {
      accepted.push(record);
      return 'stored';
    };
    const app = new Koa();
    app.use(
      wecomContactsCallback({
        token: CONTACTS.token,
        encodingAesKey: CONTACTS.aes,
        corpId: CORP,
        clocks: { real: () => NOW },
        accept: (record) => accept(record),
        log: () => {},
      }),
    );
    server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/contacts`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function request(plaintext: string, keys = CONTACTS, method: 'GET' | 'POST' = 'POST') {
    const encrypt = seal(aesKeyOf(keys.aes), plaintext, CORP);
    const signature = signatureOf(keys.token, SECONDS, 'n1', encrypt);
    const query = new URLSearchParams({ msg_signature: signature, timestamp: SECONDS, nonce: 'n1' });
    if (method === 'GET') return fetch(`${base}?${query}&echostr=${encodeURIComponent(encrypt)}`);
    const body = `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
    return fetch(`${base}?${query}`, { method, body, headers: { 'content-type': 'text/xml' } });
  }

  test('an envelope without an app is stored, as sent by nobody, and answered with an empty 200', async () => {
    const xml = change('delete_user', '<UserID><![CDATA[ZhangSan]]></UserID>');
    const answer = await request(xml);

    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(accepted).toMatchObject([{ person: null, plaintext: Buffer.from(xml), receivedAt: NOW }]);
    expect(accepted[0]!.key).toBe(readContactEvent(accepted[0]!.plaintext)!.id);
  });

  test('a repeat, encrypted anew, has the same key; another change of the same second has another', async () => {
    const first = change('create_user', '<UserID>u1</UserID>');
    for (const xml of [first, first, change('update_user', '<UserID>u1</UserID>')]) await request(xml);
    const [one, two, three] = accepted.map(({ key }) => key);

    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  test.each([
    ['the app’s token and key', APP],
    ['the app’s token', { ...CONTACTS, token: APP.token }],
    ['the app’s key', { ...CONTACTS, aes: APP.aes }],
  ])('%s do not open it: an empty 401', async (_, keys) => {
    const answer = await request(change('delete_user', '<UserID>u1</UserID>'), keys);

    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(accepted).toEqual([]);
  });

  test('verifies its address by the echo', async () => {
    const answer = await request('1616140317555161061', CONTACTS, 'GET');

    expect([answer.status, await answer.text()]).toEqual([200, '1616140317555161061']);
  });

  test('what was not stored is answered 503, so that the platform keeps it', async () => {
    accept = () => Promise.reject(new Error('disk full'));

    expect((await request(change('delete_user', '<UserID>u1</UserID>'))).status).toBe(503);
  });
});
