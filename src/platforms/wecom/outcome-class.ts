import type { OutcomeClass, SendOutcome } from '../../outbox/ports.ts';

/**
 * What became of one call, in the classes of reliability.md section 2:
 * A token, B rate, C busy (surely not done), D unknown, E recipient, F our mistake, G configuration.
 */
export type FailureClass = Exclude<OutcomeClass, 'ok'>;
export type Outcome = SendOutcome;

const MINUTE_MS = 60_000;
export const RATE_WINDOW_MS = MINUTE_MS;
/** gettoken over its limit blocks the address for an hour (wecom.md 5). */
export const TOKEN_BLOCK_MS = 60 * MINUTE_MS;

const CODES: Readonly<Record<FailureClass, readonly number[]>> = {
  A: [40001, 40014, 42001],
  B: [45009, 45033],
  C: [-1, 6000],
  D: [],
  E: [40003, 40031, 43004, 46004, 50002, 60011, 60021, 60111, 81012, 81013, 82102],
  F: [
    40004, 40005, 40006, 40007, 40008, 40009, 40011, 40032, 40033, 40035, 40039, 40058, 40063, 41006, 42014, 42015,
    44001, 44004, 45001, 45002, 45007, 45008, 60140, 82001, 82002, 82003, 82004, 82101, 85002, 301017, 301019, 830002,
  ],
  G: [
    40013, 40056, 40091, 41001, 41002, 41004, 43009, 43012, 48001, 48002, 48005, 48006, 50003, 60020, 60031, 93000,
    93004, 93006, 93008, 301002, 301007, 301042,
  ],
};

const CLASS_OF: ReadonlyMap<number, FailureClass> = new Map(
  (Object.keys(CODES) as FailureClass[]).flatMap((name) => CODES[name].map((code) => [code, name] as const)),
);

/** The class of an errcode. A code we do not know is F: not repeated, and somebody looks at it. */
export function classOf(errcode: number): 'ok' | FailureClass {
  return errcode === 0 ? 'ok' : (CLASS_OF.get(errcode) ?? 'F');
}

/** gettoken's own refusals: a wrong secret repeated often enough blocks our address for an hour, so never repeat. */
export function tokenClassOf(errcode: number): 'ok' | FailureClass {
  const found = classOf(errcode);
  return found === 'A' || found === 'F' ? 'G' : found;
}
