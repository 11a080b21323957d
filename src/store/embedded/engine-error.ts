import type { TreeObject } from './values.ts';

/** What went wrong, in a form that crosses the thread border. `code` is MongoDB's number for the same failure. */
export interface Failure {
  message: string;
  code: number;
  keyPattern?: Record<string, number>;
  keyValue?: TreeObject;
}

export const CODES = {
  badValue: 2,
  typeMismatch: 14,
  pathNotViable: 28,
  conflictingUpdate: 40,
  immutableId: 66,
  indexConflict: 86,
  notSupported: 115,
  duplicateKey: 11000,
  writeFailed: 14031,
} as const;

/** An error that the caller caused or must know of; anything else that is thrown is a fault of the engine. */
export class EngineError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'EngineError';
    this.failure = failure;
  }
}

/** Refusal of whatever is outside the closed list of operators (store.md), naming it. */
export function notSupported(what: string, where: string): EngineError {
  return new EngineError({
    code: CODES.notSupported,
    message: `embedded store: ${what} in ${where} is outside the closed list of operators; see docs of the store for what is inside`,
  });
}

export function badValue(message: string, code: number = CODES.badValue): EngineError {
  return new EngineError({ code, message: `embedded store: ${message}` });
}
