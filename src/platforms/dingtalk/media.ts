import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { plainLine } from '../../../cards/render/plain.ts';
import { openTransport } from '../transport.ts';
import type { Outcome } from './outcome-class.ts';

export type FileResult =
  | { readonly ok: true; readonly type: string; readonly body: Buffer }
  | { readonly ok: false; readonly outcome: Outcome };

export interface MediaUpload {
  readonly type: 'image' | 'voice' | 'video' | 'file';
  /** Shown to the recipient. */
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
}

const MAX_BYTES = 20 * 1024 * 1024;
export const FILE_TIMEOUT_MS = 20_000;
/** Where the platform keeps files: its own names and the object store of its owner. */
const FILE_DOMAINS = ['dingtalk.com', 'aliyuncs.com'];

/**
 * Fetches a pre-signed link at once, for nobody says how long it lives. It is a link that came from outside: only the
 * platform's own hosts, no redirect, at most 20 MiB. Outside loopback plain http becomes https; the signature of the
 * link does not cover the scheme.
 * @param isLocal the platform itself is on loopback (the emulator), then its files may be there too
 */
export async function fetchFile(downloadUrl: string, isLocal: boolean): Promise<FileResult> {
  const url = URL.canParse(downloadUrl) ? new URL(downloadUrl) : null;
  const loopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const isKnown = url !== null && FILE_DOMAINS.some((domain) => url.hostname.endsWith(`.${domain}`));
  if (!url || !(isKnown || (loopback && isLocal))) {
    return {
      ok: false,
      outcome: { class: 'F', errmsg: `file: host ${url?.hostname ?? 'unreadable'} is not the platform's` },
    };
  }
  const base = loopback ? url.origin : `https://${url.hostname}`;
  const transport = openTransport(base, [url.hostname], FILE_TIMEOUT_MS, 'downloadUrl');
  try {
    const path = `${url.pathname}${url.search}`;
    const raw = await transport.request({ method: 'GET', path, maxBytes: MAX_BYTES });
    if (!raw.ok) {
      const isTooLarge = raw.code === 'too-large';
      return { ok: false, outcome: { class: isTooLarge ? 'F' : 'C', errmsg: `file: ${raw.code}` } };
    }
    if (raw.status !== 200) {
      return { ok: false, outcome: { class: raw.status >= 500 ? 'C' : 'F', errmsg: `file: HTTP ${raw.status}` } };
    }
    const type = (raw.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    return { ok: true, type, body: raw.body };
  } finally {
    await transport.close();
  }
}

/** The field `type` and the part `media` (dingtalk.md 9.2). */
export function multipartOf(upload: MediaUpload): { body: Buffer; contentType: string } {
  const boundary = `zhitong-${randomUUID()}`;
  const name = plainLine(basename(upload.name.replaceAll('\\', '/'))).replace(/["\\]/g, '_');
  const type = upload.contentType.replace(/[^\x20-\x7e]/g, '');
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="type"\r\n\r\n${upload.type}\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${name}"\r\n` +
    `Content-Type: ${type}\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(head), upload.body, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}
