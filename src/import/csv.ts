/** Reads a CSV table as Excel saves it: UTF-8 (with or without BOM) or GBK, quoted fields, CRLF. */

export interface Table {
  readonly header: readonly string[];
  /** Line numbers are those of the file, so that a report points where Excel does. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** UTF-8 when the bytes are valid UTF-8, else GBK: what Chinese Excel writes. */
export function decodeTable(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/^\uFEFF/, '');
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}

export function parseCsv(text: string): Table {
  const lines = splitRecords(text);
  const [header, ...rows] = lines;
  return {
    header: header?.cells.map((cell) => cell.trim()) ?? [],
    rows: rows.filter((row) => row.cells.some((cell) => cell.trim() !== '')),
  };
}

function splitRecords(text: string): { line: number; cells: string[] }[] {
  const out: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRecord = () => {
    out.push({ line: start, cells: [...cells, cell] });
    cells = [];
    cell = '';
    start = line + 1;
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') endRecord();
    else if (char !== '\r') cell += char;
    if (char === '\n') line += 1;
  }
  if (cell !== '' || cells.length > 0) endRecord();
  return out;
}
