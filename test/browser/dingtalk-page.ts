import type { Locator, Page } from 'playwright-core';
import type { EmulatorOptions } from '../../emulator/config.ts';
import type { DingtalkConfig } from '../../emulator/dingtalk/config.ts';
import { type Received, startCompany, startReceiver } from '../emulator/dingtalk/support.ts';
import { openTab } from './tab.ts';

interface Wishes {
  /** What the product would answer; missing: `{}` to everything. */
  readonly answer?: Parameters<typeof startReceiver>[0];
  readonly options?: EmulatorOptions;
  readonly dingtalk?: Partial<DingtalkConfig>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The bare emulator with its page open: no product, only an address that keeps what it is called back with. */
export async function openPage({ answer, options, dingtalk, viewport }: Wishes = {}) {
  const server = await startReceiver(answer);
  const company = await startCompany({ robotUrl: server.url, ...dingtalk }, options);
  await company.api('POST', '/v1.0/card/callbacks/register', {
    callbackRouteKey: 'zhitong',
    callbackUrl: server.url,
    apiSecret: 'api-secret',
  });
  const tab = await openTab(undefined, viewport);
  const { page, faults } = tab;
  return {
    ...company,
    page,
    faults,
    received: server.received as readonly Received[],
    bodies: server.bodies,
    show: (...phones: string[]) => showPhones(page, company.emulator.url, phones),
    phone: (key: string) => phoneOf(page, key),
    [Symbol.asyncDispose]: async () => {
      await tab[Symbol.asyncDispose]();
      await company.emulator.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

export const phoneOf = (page: Page, key: string): Locator => page.locator(`section.phone[data-person="${key}"]`);

async function showPhones(page: Page, url: string, phones: readonly string[]): Promise<void> {
  await page.goto(phones.length > 0 ? `${url}/#phones=${phones.map(encodeURIComponent).join(',')}` : url);
  await page.locator('section.phone').first().waitFor();
}
