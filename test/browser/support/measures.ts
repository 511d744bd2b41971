import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds serious or critical, each in a line. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  // Without frames there is nothing to collect in a page of its own, which takes twice as long.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** By how many pixels the page is wider than the screen; 0 where it fits. */
export function overflow(page: Page): Promise<number> {
  // Where a place is kept for the scroll bar, the content may be narrower than the screen.
  return page.evaluate<number>(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
}
