/** The kinds of items this program knows. A new one is one more line. */
import type { Given } from '../command.ts';
import type { Kind } from '../kind.ts';
import { opinionReport } from './opinion-report.ts';
import { proposal } from './proposal.ts';

export const KINDS: Readonly<Record<string, Kind>> = { [proposal.name]: proposal, [opinionReport.name]: opinionReport };

export const kindOf = (name: string): Kind | undefined => KINDS[name];

export const kindFor = (name: string, given: Pick<Given, 'kinds'>): Kind | undefined => (given.kinds ?? KINDS)[name];
