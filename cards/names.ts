/** How an item, its authors and its units are called before this reader. */
import type { Assignment, Case } from '../src/domain/case.ts';
import { type CardGiven, readsForUnit } from './card-given.ts';
import { isYes } from './form-text.ts';
import { words } from './words.ts';

export const isOpinion = (kase: Case): boolean => kase.kind === 'opinionReport';

/** 第058号, else the serial number, else 草稿. An opinion report keeps its serial number: its public one is an issue. */
export function itemNumber(kase: Case): string {
  if (isOpinion(kase)) return kase.serialNo ? words('number.opinion', { no: kase.serialNo }) : words('number.draft');
  if (kase.publicNo) return words('number.public', { no: kase.publicNo });
  return kase.serialNo ? words('number.serial', { no: kase.serialNo }) : words('number.draft');
}

/** Before a title in a list: 第058号, else the bare serial number. */
export const listNumber = (kase: Case): string =>
  !isOpinion(kase) && kase.publicNo ? itemNumber(kase) : (kase.serialNo ?? words('number.draft'));

/** On a button of a list, which shows ten characters: 第058号, 流水0137, 信息0021. */
export function buttonNumber(kase: Case): string {
  if (!isOpinion(kase) && kase.publicNo) return itemNumber(kase);
  const no = kase.serialNo?.split('-').at(-1);
  if (!no) return words('number.draft');
  return words(isOpinion(kase) ? 'number.shortOpinion' : 'number.shortSerial', { no });
}

/** `第058号《加装电梯后续管理》`: one line of a list to choose from. */
export const calledInList = (kase: Case): string =>
  `${listNumber(kase)}${isOpinion(kase) ? words('case.body.opinionReport', { title: kase.title }) : words('case.body.proposal', { title: kase.title })}`;

/** The shortest name that stands alone in a list or a sentence: 第058号提案, else the title. */
export function itemName(kase: Case): string {
  if (isOpinion(kase)) return `“${kase.title}”`;
  return kase.publicNo ? `${itemNumber(kase)}提案` : `《${kase.title}》`;
}

/** An opinion report is internal unless its author said otherwise (D.2): units then do not learn who wrote it. */
export const isSealed = (kase: Case): boolean => isOpinion(kase) && !isYes(kase.form.isPublic);

export function authorNames(kase: Case, given: CardGiven): string {
  const own = kase.authors.some(({ person }) => person === given.recipient.id);
  if (isSealed(kase) && readsForUnit(given) && !own) return words('full.sealedAuthor');
  const signed = kase.authors.filter(({ role }) => role === 'first' || role === 'coSigner');
  return signed.map(({ name }) => name).join('、');
}

/** '' for a unit's reader while the author is sealed. */
export function firstAuthor(kase: Case, given: CardGiven): string {
  if (isSealed(kase) && readsForUnit(given)) return '';
  return kase.authors.find(({ role }) => role === 'first')?.name ?? kase.authors[0]?.name ?? '';
}

export const unitNames = (assignments: readonly Assignment[]): string =>
  assignments.map(({ unitName }) => unitName).join('、');
