import type { Demo } from './launch.ts';
import { control, Phone } from './phone.ts';

/** Where a story plays: phones, time, and the printed steps. */
export interface Stage {
  readonly phone: (person: string) => Phone;
  readonly step: <T>(title: string, act: () => Promise<T>) => Promise<T>;
  /** Moves civil time; everything due on the way is done and said. */
  readonly goTo: (instant: string) => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly settle: () => Promise<void>;
}

export function stageOf(demo: Demo, say: (line: string) => void): Stage {
  let n = 0;
  const base = demo.emulatorUrl;
  const settle = async () => {
    const { quiet } = await control<{ quiet: boolean }>(base, 'settle', {});
    if (!quiet) throw new Error('没有静下来:还有到期未发的消息或未处理的来信');
  };
  return {
    phone: (person) => new Phone(base, person),
    step: async (title, act) => {
      const startedAt = performance.now();
      const result = await act();
      await settle();
      n += 1;
      say(`  ${String(n).padStart(2)}. ${title}  (${Math.round(performance.now() - startedAt)} ms)`);
      return result;
    },
    goTo: async (instant) => {
      const { quiet } = await control<{ quiet: boolean }>(base, 'clock', { to: instant });
      if (!quiet) throw new Error(`时间走到 ${instant} 时没有静下来`);
    },
    restart: () => demo.restartServer(),
    settle,
  };
}
