/** Small arithmetic and the machine that the figures are true for. */
import { cpus, loadavg, release, totalmem } from 'node:os';

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

export const machine = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGiB: round(totalmem() / 1024 ** 3),
  /** Of the minute before: on a machine with other work on it, times are worth little and counts all the same. */
  load: round(loadavg()[0] ?? 0),
  node: process.version,
  os: `${process.platform} ${release()} ${process.arch}`,
  date: new Date().toISOString(),
});

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
