import type { Check } from './check.ts';
import { DATA_CHECKS } from './data-checks.ts';
import { DINGTALK_CHECKS } from './dingtalk-checks.ts';
import { MACHINE_CHECKS } from './machine-checks.ts';
import { PLATFORM_CHECKS } from './platform-checks.ts';
import { RULES_CHECKS } from './rules-checks.ts';

/** In the order in which an operator puts things right. */
export const CHECKS: readonly Check[] = [
  ...MACHINE_CHECKS,
  ...PLATFORM_CHECKS,
  ...DINGTALK_CHECKS,
  ...RULES_CHECKS,
  ...DATA_CHECKS,
];
