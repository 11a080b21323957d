/** The demo's server process: the real program, with a civil clock that its launcher moves over the process channel. */
import { type App, startApp } from '../src/app.ts';
import { travellingClocks } from '../src/clock.ts';
import { parseConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';

interface Request {
  readonly id: string;
  readonly type: 'next' | 'travel' | 'settle' | 'refresh';
  readonly to?: string;
}

const startAt = process.env.DEMO_START;
const clocks = travellingClocks(startAt ? new Date(startAt) : undefined);

async function answer(app: App, request: Request): Promise<object> {
  switch (request.type) {
    case 'next':
      return { at: (await app.nextInstant())?.toISOString() ?? null };
    case 'travel': {
      const to = new Date(request.to ?? '');
      if (to > clocks.civil()) clocks.travel(to);
      await app.runDue();
      return { now: clocks.civil().toISOString(), quiet: await app.settle() };
    }
    case 'refresh':
      await app.deps.directory.refresh();
      return {};
    case 'settle':
      return { now: clocks.civil().toISOString(), quiet: await app.settle() };
  }
}

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const app = await startApp(config, { clocks, log: createLog(config.LOG_LEVEL) });
  process.on('message', (request: Request) => {
    answer(app, request)
      .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error), quiet: false }))
      .then((result) => process.send?.({ id: request.id, ...result }))
      .catch(() => process.exit(1));
  });
  const stop = () => void app.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', () => {});
  process.once('disconnect', stop);
  process.send?.({ type: 'ready', port: app.port });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
