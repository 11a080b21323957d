import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { plainLine } from '../../../cards/render/plain.ts';

export interface MediaUpload {
  readonly type: 'image' | 'voice' | 'file';
  /** Shown to the recipient. */
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The one part `media`, written as the documentation shows it (wecom.md 12.1). */
export function multipartOf(upload: MediaUpload): { body: Buffer; contentType: string } {
  const boundary = `zhitong-${randomUUID()}`;
  const name = fileNameOf(upload.name).replace(/["\\]/g, '_');
  const type = upload.contentType.replace(/[^\x20-\x7e]/g, '');
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${name}"; ` +
    `filelength=${upload.body.length}\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(head), upload.body, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

/** The file name of a Content-Disposition header, safe to show and to use; empty when there is none. */
export function dispositionName(header: string | undefined): string {
  const extended = /filename\*=UTF-8''([^;\s]+)/i.exec(header ?? '')?.[1];
  if (extended) {
    try {
      return fileNameOf(decodeURIComponent(extended));
    } catch {
      // Not percent-encoded after all: the plain form follows.
    }
  }
  const quoted = /filename="([^"]*)"/i.exec(header ?? '')?.[1] ?? /filename=([^;\s]+)/i.exec(header ?? '')?.[1] ?? '';
  // Headers arrive as Latin-1; the platform writes the bytes of UTF-8 into them.
  const bytes = Buffer.from(quoted, 'latin1').toString('utf8');
  return fileNameOf(bytes.includes('\ufffd') ? quoted : bytes);
}

/** Without folders, control and direction characters; at most 120 characters, the ending kept. */
function fileNameOf(name: string): string {
  const base = plainLine(basename(name.replaceAll('\\', '/')));
  if (base === '.' || base === '..') return '';
  const characters = [...base];
  return characters.length <= 120 ? base : [...characters.slice(0, 100), '…', ...characters.slice(-19)].join('');
}
