import { createHash } from 'node:crypto';

/** What a code may look like once blanks are gone: six characters at least, or guessing would pay. */
const SHAPE = /^[0-9A-Z]{6,16}$/;
const DIGEST_CHARS = 32;

/**
 * A code as it is compared: without blanks and hyphens, case and width do not matter.
 * @returns null for what is no code
 */
export function inviteCode(typed: string): string | null {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return SHAPE.test(code) ? code : null;
}

/** What is stored of a code: an export or a backup lets nobody bind himself. */
export const inviteDigest = (committee: string, code: string): string =>
  createHash('sha256').update(`${committee}\n${code}`).digest('hex').slice(0, DIGEST_CHARS);
