import { scanLeaves } from './xml-scan.ts';

/** The outer XML of a callback (wecom.md 1.4). `agentId` is missing in callbacks of the contact-sync assistant. */
export interface Envelope {
  readonly toUserName: string;
  readonly encrypt: string;
  readonly agentId?: string;
}

const KNOWN = new Set(['ToUserName', 'Encrypt', 'AgentID']);

/**
 * Reads the three known elements, each exactly once, and nothing else: this runs on bytes that nobody has vouched for.
 * @returns null for everything else, among it declarations, attributes, nesting and bytes outside ASCII
 */
export function readEnvelope(body: Buffer): Envelope | null {
  const leaves = scanLeaves(body.toString('latin1'));
  if (!leaves || leaves.some((leaf) => leaf.depth !== 1 || !KNOWN.has(leaf.name))) return null;
  const values = new Map(leaves.map((leaf) => [leaf.name, leaf.value.trim()]));
  const toUserName = values.get('ToUserName');
  const encrypt = values.get('Encrypt');
  const agentId = values.get('AgentID');
  if (values.size !== leaves.length || !toUserName || !encrypt) return null;
  return agentId === undefined ? { toUserName, encrypt } : { toUserName, encrypt, agentId };
}
