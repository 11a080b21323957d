/** Where a measurement runs: a directory of its own with a committee in it, and the variables of the server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/store/store.ts';
import { CORP } from './wecom-side.ts';

export const COMMITTEE = 'bench';

export interface Place {
  readonly dataDir: string;
  readonly remove: () => void;
}

export function temporaryPlace(): Place {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-bench-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Members `m0`, `m1` … whose WeCom ids are the same. */
export async function seedMembers(dataDir: string, count: number): Promise<void> {
  const store = await openStore({ dataDir });
  const people = Array.from({ length: count }, (_, n) => ({
    _id: `${COMMITTEE}:m${n}`,
    id: `m${n}`,
    name: `委员${n}`,
    title: '',
    roles: ['member' as const],
    unit: null,
    wecomId: `m${n}`,
    dingtalkId: '',
    state: 'active' as const,
  }));
  await store.forCommittee(COMMITTEE).people.insertMissing(people);
  await store.close();
}

export const serverEnv = (dataDir: string, apiBase: string, port = 0): Record<string, string> => ({
  PORT: String(port),
  HOST: '127.0.0.1',
  DATA_DIR: dataDir,
  COMMITTEE,
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  WECOM_CORP_ID: CORP.corpId,
  WECOM_AGENT_ID: CORP.agentId,
  WECOM_SECRET: 'bench',
  WECOM_TOKEN: CORP.token,
  WECOM_ENCODING_AES_KEY: CORP.aesKey,
  WECOM_API_BASE: apiBase,
  LOG_LEVEL: 'warn',
});

export const silentLog = { info: () => {}, warn: () => {}, error: () => {} };
