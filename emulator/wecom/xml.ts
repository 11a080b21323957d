/** Text in a CDATA section; `]]>` inside is split over two sections (wecom.md 17.10). */
export const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

export const textElement = (name: string, text: string): string => `<${name}>${cdata(text)}</${name}>`;

export const numberElement = (name: string, value: number | string): string => `<${name}>${value}</${name}>`;

export const parent = (name: string, children: readonly string[]): string => `<${name}>${children.join('')}</${name}>`;

/** First element of that name, with or without CDATA: enough for the flat passive replies that we read. */
export function readElement(xml: string, name: string): string | null {
  const match = new RegExp(`<${name}>\\s*(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*))\\s*</${name}>`).exec(xml);
  return match ? (match[1] ?? match[2] ?? '') : null;
}
