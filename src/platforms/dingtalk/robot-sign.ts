import { createHmac } from 'node:crypto';

/** A custom robot of a group: the access_token and, with 加签, the SEC… secret of its webhook. */
export interface GroupRobot {
  readonly accessToken: string;
  readonly secret?: string;
}

/** Sign of a custom robot, plain base64: whoever puts it into a query encodes it, once (dingtalk.md 5.1). */
export const robotSign = (secret: string, timestamp: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');

/** Path and query of one send. Made afresh each time: a signature is good for an hour. */
export function robotPath({ accessToken, secret }: GroupRobot, now: Date): string {
  const query = [`access_token=${encodeURIComponent(accessToken)}`];
  if (secret) {
    const timestamp = String(now.getTime());
    query.push(`timestamp=${timestamp}`, `sign=${encodeURIComponent(robotSign(secret, timestamp))}`);
  }
  return `/robot/send?${query.join('&')}`;
}
