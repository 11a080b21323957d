/** Labels of the domain and its dates carry plain brackets; what people read has the full-width ones of Chinese text. */
export const typeset = (text: string): string => text.replaceAll('(', '\uff08').replaceAll(')', '\uff09');
