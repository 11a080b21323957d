import { startApp } from './app.ts';
import { systemClocks } from './clock.ts';
import { ConfigError } from './config.ts';
import { loadCommittees } from './load-committees.ts';
import { createLog } from './log.ts';

const BAD_CONFIG = 78;

async function main(): Promise<void> {
  const committees = await loadCommittees(process.env);
  const log = createLog(committees[0].LOG_LEVEL);
  const app = await startApp(committees, { clocks: systemClocks, log });
  let stopping = false;
  const stop = () => {
    // A second signal must not cut an orderly stop short.
    if (stopping) return;
    stopping = true;
    log.info('stopping');
    // Fifteen seconds in all (P25); whatever is left is found by the next start.
    setTimeout(() => process.exit(1), 15_000).unref();
    void app.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Said last: whoever waits for it may stop the program at once.
  log.info('started', { count: app.port });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? BAD_CONFIG : 1);
});
