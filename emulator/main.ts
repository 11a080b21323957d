import { readFileSync } from 'node:fs';
import type { EmulatorConfig } from './config.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type Channel, hooksOver } from './parent-channel.ts';

/** Process entry: EMULATOR_CONFIG (path of a JSON file), EMULATOR_PORT, EMULATOR_LEDGER_DIR, EMULATOR_START (ISO). */
const DEFAULT_PORT = 5710;

function readConfig(): EmulatorConfig {
  const file = process.env.EMULATOR_CONFIG;
  if (!file) throw new Error('EMULATOR_CONFIG is not set; give the path of the company file (JSON)');
  return JSON.parse(readFileSync(file, 'utf8')) as EmulatorConfig;
}

function channelToParent(): Channel | null {
  if (!process.send) return null;
  return {
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  };
}

async function main(): Promise<void> {
  const channel = channelToParent();
  let emulator: Emulator | null = null;
  const hooks = channel ? hooksOver(channel, (now) => emulator?.followClock(now)) : null;
  const { EMULATOR_LEDGER_DIR: ledgerDir, EMULATOR_PORT: port, EMULATOR_START: start } = process.env;
  emulator = await startEmulator(readConfig(), {
    port: port ? Number(port) : DEFAULT_PORT,
    ...(ledgerDir ? { ledgerDir } : {}),
    ...(start ? { startAt: new Date(start) } : {}),
    ...(hooks ? { hooks } : {}),
  });
  const started = emulator;
  const stop = () => void started.close().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Without its launcher nobody can stop it or move its time.
  process.on('disconnect', stop);
  channel?.send({ type: 'ready', port: started.port });
  if (!channel) console.log(`emulator: ${started.url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
