import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Card, CardButton } from '../cards/card.ts';

/** What pressing a button means. Bound to the message it stands on, so a token carried elsewhere fails. */
export interface Pressed {
  readonly case: string;
  readonly version: number;
  readonly action: string;
  readonly subject: string;
}

const PREFIX = 'z1';
const MAC_BYTES = 15;

const macOf = (secretKey: Buffer, message: string, payload: string): Buffer =>
  createHmac('sha256', secretKey).update(`${message}.${payload}`).digest().subarray(0, MAC_BYTES);

/** @returns the key of a button: at most a few hundred bytes of `[0-9A-Za-z_.-]`. */
export function cardToken(secretKey: Buffer, message: string, pressed: Pressed): string {
  const payload = Buffer.from(
    JSON.stringify([pressed.case, pressed.version, pressed.action, pressed.subject]),
  ).toString('base64url');
  return `${PREFIX}.${payload}.${macOf(secretKey, message, payload).toString('base64url')}`;
}

/** Tokens for the buttons of a card that stands on this message. */
export const buttonTokens =
  (secretKey: Buffer, card: Card, message: string) =>
  ({ action, subject = '' }: CardButton): string =>
    cardToken(secretKey, message, { case: card.about?.case ?? '', version: card.about?.version ?? 0, action, subject });

/** @returns null for anything we did not make for this very message. */
export function readCardToken(secretKey: Buffer, message: string, token: string): Pressed | null {
  const [prefix, payload, mac] = token.split('.');
  if (prefix !== PREFIX || !payload || !mac) return null;
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(secretKey, message, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [kase, version, action, subject] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return { case: String(kase), version: Number(version), action: String(action), subject: String(subject) };
}
