import { digestList } from '../cards/digest.ts';
import type { Role } from '../src/domain/case.ts';
import { notFound } from './show.ts';
import { type Answer, answer, type Talk } from './talk.ts';

/** Who may open the lists behind the digest's figures (A.2, weekly digest). */
const READERS: readonly Role[] = ['chair', 'viceChair', 'secretaryGeneral', 'proposalStaff', 'proposalDirector'];

/** A figure of the digest opens the list it was counted from, counted again from the same tallies. */
export async function showDigestList(talk: Talk, week: string, which: string): Promise<Answer> {
  const isReader = talk.actor.roles.some((role) => READERS.includes(role));
  const figures = isReader ? await talk.deps.digestOf(week) : null;
  return figures ? answer(talk, { card: digestList(figures, which) }) : notFound(talk);
}
