/** Does the stored data agree with itself? Reads everything, changes nothing. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { digestOf, firstBreak } from '../domain/audit.ts';
import type { AuditEntry, Case } from '../domain/case.ts';
import type { CommitteeStore } from '../store/store.ts';
import { bodyPath } from './archive.ts';
import { COLLECTIONS, documentsOf } from './collections.ts';
import type { OperatorParts } from './command.ts';

export interface Finding {
  readonly check: 'audit' | 'index' | 'reference' | 'attachment' | 'file';
  readonly where: string;
  readonly what: string;
}
export interface Verified {
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly notChecked: readonly string[];
}

export async function verifyStore(parts: OperatorParts): Promise<Verified> {
  const { store, dataDir } = parts.deps;
  const counts: Record<string, number> = {};
  for (const name of COLLECTIONS) counts[name] = await store[name].count({});
  const cases = await verifyCases(store);
  const integrity = parts.integrity ? await parts.integrity() : [];
  const findings = [
    ...integrity.map((what): Finding => ({ check: 'file', where: '内嵌库文件', what })),
    ...cases.findings,
    ...(await danglingIn(store, cases.ids)),
    ...(await miscounted(store)),
    ...(await lostBodies(store, dataDir)),
  ];
  const skipped = parts.engine === 'embedded' && !parts.integrity;
  return { counts, findings, notChecked: skipped ? ['内嵌库的文件完整性(服务正在使用它,停止服务后再运行即可)'] : [] };
}

async function verifyCases(store: CommitteeStore): Promise<{ findings: Finding[]; ids: ReadonlySet<string> }> {
  const findings: Finding[] = [];
  const ids = new Set<string>();
  for await (const doc of documentsOf(store, 'cases')) {
    const { _id, ...kase } = doc as unknown as Case & { _id: string };
    ids.add(_id);
    const rows = await store.audit.find({ case: _id }, { sort: { seq: 1 } });
    const what = auditFault(kase, entriesOf(kase, rows));
    if (what) findings.push({ check: 'audit', where: `事项 ${_id}`, what });
  }
  return { findings, ids };
}

/** Stored lines, and those of the last change that a crash left inside the case. */
function entriesOf(kase: Case, rows: readonly (AuditEntry & { _id: string })[]): readonly AuditEntry[] {
  const stored = rows.map(({ _id, ...entry }) => entry);
  const last = stored.at(-1)?.seq ?? 0;
  const pending = kase.effects.flatMap((effect) =>
    effect.type === 'audit' && effect.entry.seq > last ? [effect.entry] : [],
  );
  return [...stored, ...pending];
}

function auditFault(kase: Case, entries: readonly AuditEntry[]): string | null {
  const broken = firstBreak(entries);
  if (broken !== null) return `办理记录的哈希链在第${broken}条断开:该条被改动、删去或插入过`;
  const last = entries.at(-1);
  if ((last?.seq ?? 0) !== kase.auditHead.seq || (last?.hash ?? '') !== kase.auditHead.hash) {
    return `办理记录到第${last?.seq ?? 0}条,事项记着第${kase.auditHead.seq}条:末尾有缺失或被改动`;
  }
  return last && last.after !== digestOf(kase) ? '办理记录与现状不符:事项的内容在程序之外被改动过' : null;
}

/** Rows of a case that is not there. */
async function danglingIn(store: CommitteeStore, cases: ReadonlySet<string>): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of ['relations', 'obligations', 'audit'] as const) {
    const lost = new Map<string, number>();
    for await (const doc of documentsOf(store, name)) {
      const id = String(doc.case);
      if (!cases.has(id)) lost.set(id, (lost.get(id) ?? 0) + 1);
    }
    // Made while we were reading: not lost, only newer.
    for (const [id, count] of lost) {
      if (!(await store.cases.get(id)))
        findings.push({ check: 'reference', where: name, what: `${count}条属于不存在的事项 ${id}` });
    }
  }
  return findings;
}

/** Counting by the index must agree with counting the documents themselves. */
async function miscounted(store: CommitteeStore): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of ['obligations', 'messages', 'inbox', 'files'] as const) {
    const byHand = new Map<string, number>();
    for await (const doc of documentsOf(store, name)) {
      const state = String(doc.state);
      byHand.set(state, (byHand.get(state) ?? 0) + 1);
    }
    for (const [state, count] of byHand) {
      const byIndex = await store[name].count({ state });
      if (byIndex !== count && (await stillDiffers(store, name, state))) {
        findings.push({ check: 'index', where: name, what: `状态 ${state} 按索引有${byIndex}条,逐条清点有${count}条` });
      }
    }
  }
  return findings;
}

/** Somebody may have worked in between; what still differs a moment later is wrong. */
async function stillDiffers(
  store: CommitteeStore,
  name: 'obligations' | 'messages' | 'inbox' | 'files',
  state: string,
): Promise<boolean> {
  let count = 0;
  for await (const doc of documentsOf(store, name)) if (doc.state === state) count += 1;
  return (await store[name].count({ state })) !== count;
}

async function lostBodies(store: CommitteeStore, dataDir: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const { _id, state, sha256 } of documentsOf(store, 'files')) {
    if (state !== 'stored' || typeof sha256 !== 'string') continue;
    const found = await hashOf(bodyPath(dataDir, sha256));
    if (found === sha256) continue;
    findings.push({
      check: 'attachment',
      where: `附件 ${_id}`,
      what: found ? '文件内容与登记的哈希不符' : '文件不在或读不了',
    });
  }
  return findings;
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
    return hash.digest('hex');
  } catch {
    return null;
  }
}
