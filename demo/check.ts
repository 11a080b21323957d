import type { Demo } from './launch.ts';
export async function runCheck(_demo: Demo, _say: (line: string) => void): Promise<boolean> {
  return false;
}
