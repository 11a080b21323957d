export interface Part {
  readonly name: string;
  readonly fileName: string | null;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Parts of a multipart/form-data body; null when the header or the frame is broken. */
export function readMultipart(contentType: string | undefined, body: Buffer): Part[] | null {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType ?? '')?.[1];
  if (!boundary) return null;
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let from = body.indexOf(mark);
  while (from >= 0) {
    const start = from + mark.length;
    const next = body.indexOf(mark, start);
    if (next < 0) break;
    const part = readPart(body.subarray(start + 2, next - 2));
    if (part) parts.push(part);
    from = next;
  }
  return parts.length > 0 ? parts : null;
}

function readPart(block: Buffer): Part | null {
  const end = block.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = block.subarray(0, end).toString('utf8');
  return {
    name: /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? '',
    fileName: /filename="([^"]*)"/i.exec(head)?.[1] ?? null,
    contentType: /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
    bytes: block.subarray(end + 4),
  };
}
