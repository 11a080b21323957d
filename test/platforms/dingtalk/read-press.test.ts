import { describe, expect, test } from 'vitest';
import { readDingtalkRow } from '../../../src/platforms/dingtalk/read-row.ts';
import { aPress, NOW } from './callback-server.ts';

const rowOf = (source: 'robot' | 'card', body: string | Buffer) => ({
  source,
  body: Buffer.from(body),
  key: source === 'robot' ? 'msg:m1' : 'card:c1',
  receivedAt: NOW,
});

const press = (params?: Record<string, unknown>, parts?: Record<string, unknown>) =>
  readDingtalkRow(rowOf('card', JSON.stringify(aPress(params, parts))));

describe('presses', () => {
  test('token, card and person', () => {
    expect(press({ token: 't0ken' })).toEqual({
      ok: true,
      media: [],
      event: {
        platform: 'dingtalk',
        person: { key: 'manager4220', asSent: 'Manager4220' },
        at: NOW,
        id: 'card:c1',
        kind: 'press',
        rawType: 'event:card',
        press: { token: 't0ken', message: 'task-42-v1', responseCode: '', choices: {} },
      },
    });
  });

  test('a question that is called "form" is a question, not the box of a form component', () => {
    expect(press({ token: 't', form: { index: 0, value: 'single' } })).toMatchObject({
      event: { press: { choices: { form: ['single'] } } },
    });
  });

  test('every kind of input', () => {
    const form = { unit: { index: 1, value: 'u1' }, members: { index: [0, 2], value: ['m0', 'm2'] } };
    const params = { token: 't', reason: '已办', urgent: true, level: { index: 3 }, several: { index: [0, 1] }, form };

    expect(press(params)).toMatchObject({
      event: {
        press: {
          choices: {
            reason: ['已办'],
            urgent: ['true'],
            level: ['3'],
            several: ['0', '1'],
            unit: ['u1'],
            members: ['m0', 'm2'],
          },
        },
      },
    });
  });

  const params = { token: 'inner', unit: { index: 0, value: 'u0' } };
  test.each([
    ['only value', { content: undefined }],
    ['content broken', { content: '{"cardPrivateData":' }],
    ['params beside', { content: JSON.stringify({ cardPrivateData: { actionIds: ['b'] }, params }), value: undefined }],
    ['params as text', { content: JSON.stringify({ cardPrivateData: { params: JSON.stringify(params) } }) }],
    ['content no text', { content: { cardPrivateData: { params } }, value: undefined }],
  ])('%s', (_name, parts) => {
    expect(press(params, parts)).toMatchObject({
      ok: true,
      event: { press: { token: 'inner', choices: { unit: ['u0'] } } },
    });
  });

  test('params inside go before params beside', () => {
    const content = JSON.stringify({ cardPrivateData: { params: { token: 'inner' } }, params: { token: 'beside' } });

    expect(press({}, { content })).toMatchObject({ event: { press: { token: 'inner' } } });
  });

  test('a data source asks, nobody pressed', () => {
    expect(press({}, { type: 'dynamicDataCallback' })).toMatchObject({ ok: true, event: { kind: 'other' } });
  });

  test('names of objects’ own parts are ordinary names', () => {
    const content = '{"cardPrivateData":{"params":{"token":"t","__proto__":{"value":"x"},"constructor":"y"}}}';
    const read = press({}, { content });

    expect(read.ok && Object.entries(read.event.press?.choices ?? {})).toEqual([
      ['__proto__', ['x']],
      ['constructor', ['y']],
    ]);
  });
});
