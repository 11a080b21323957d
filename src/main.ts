import { startApp } from './app.ts';
import { systemClocks } from './clock.ts';
import { ConfigError, parseConfig } from './config.ts';
import { createLog } from './log.ts';

const BAD_CONFIG = 78;

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  const app = await startApp(config, { clocks: systemClocks, log });
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
