import { join, relative } from 'node:path';

const NAME = 'zhitong.sock';
/** sun_path holds 104 bytes on macOS, 108 on Linux, its end included. */
const MAX_BYTES = 103;

/**
 * Where the server listens for the operator's tool, or null where there can be no such socket. A long DATA_DIR is
 * named relative to the working directory, since the system takes only short addresses.
 */
export function socketPath(dataDir: string, platform: NodeJS.Platform = process.platform): string | null {
  if (platform === 'win32') return null;
  const full = join(dataDir, NAME);
  const short = relative(process.cwd(), full);
  return [full, short].find((path) => Buffer.byteLength(path) <= MAX_BYTES) ?? null;
}
