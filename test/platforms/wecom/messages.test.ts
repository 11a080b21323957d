import { describe, expect, test } from 'vitest';
import {
  cardMessage,
  mediaMessage,
  robotMarkdown,
  robotText,
  textMessage,
} from '../../../src/platforms/wecom/messages.ts';

describe('bodies', () => {
  test('a text asks for the duplicate check and is the same to the byte each time', () => {
    const body = textMessage({ to: 'zhangsan', agentId: 7, text: '第058号\u202E已立案\u0000' });

    expect(body).toBe(
      '{"touser":"zhangsan","msgtype":"text","agentid":7,"text":{"content":"第058号已立案"},"enable_duplicate_check":1,"duplicate_check_interval":14400}',
    );
  });

  test('cards and media ask for it too', () => {
    for (const body of [
      cardMessage({ to: 'a', agentId: 7, card: {} }),
      mediaMessage({ to: 'a', agentId: 7, type: 'file', mediaId: 'M' }),
    ]) {
      expect(JSON.parse(body)).toMatchObject({
        enable_duplicate_check: 1,
        duplicate_check_interval: 14_400,
        touser: 'a',
        agentid: 7,
      });
    }
  });

  test.each(['', '@all', 'a|b', 'a,b', 'a b'])('the recipient %j is refused: one person a message (W13)', (to) => {
    expect(() => textMessage({ to, agentId: 7, text: 'x' })).toThrow(/one user id/);
  });

  test('what the platform would cut or refuse is an error here', () => {
    expect(() => textMessage({ to: 'a', agentId: 7, text: '汉'.repeat(683) })).toThrow(/2049 bytes/);
    expect(() => robotMarkdown('汉'.repeat(1366))).toThrow(/4098 bytes/);
    expect(() => robotText('')).toThrow(/empty/);
  });
});
