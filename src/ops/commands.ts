import type { Command } from './command.ts';
import { doctorCommand } from './doctor-command.ts';
import { exportCommand } from './export-command.ts';
import { importCommand } from './import-command.ts';
import { outboxCommand } from './outbox-command.ts';
import { planCommand } from './plan-command.ts';
import { unbindCommand } from './unbind-command.ts';
import { verifyCommand } from './verify-command.ts';

/** Every command, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  doctorCommand,
  importCommand,
  exportCommand,
  planCommand,
  outboxCommand,
  unbindCommand,
  verifyCommand,
];

export const commandNamed = (name: string): Command | undefined => COMMANDS.find((one) => one.name === name);
