import type { Browser, Page } from 'playwright-core';
import { ask, open, openBrowser, picture } from './browser';
import { DEMO } from './care';

/** On paper: light whatever the screen is, charts drawn anew, nothing cut, nothing to press. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** An A4 sheet between margins of 12 mm, at 96 px an inch. */
const SHEET_PX = 703;
const PAST = 'asOf=2026-10-31T22:00:00Z';

const scheme = (page: Page) => page.locator('html').getAttribute('data-mantine-color-scheme');

async function anyEpisode(): Promise<string> {
  const { caseload } = await ask<{
    caseload: { edges: readonly { node: { episodeId: string; phase: string } }[] };
  }>(DEMO.therapist, '{ caseload { edges { node { episodeId phase } } } }');
  const treated = caseload.edges.find(({ node }) => node.phase === 'IN_TREATMENT');
  return treated?.node.episodeId ?? '';
}

test.each([
  ['caseload', DEMO.manager, `/caseload?${PAST}`],
  ['episode', DEMO.therapist, null],
  ['outcomes', DEMO.manager, '/outcomes'],
  ['indicator', DEMO.manager, '/outcomes/responders'],
] as const)('%s', async (name, who, given) => {
  const path = given ?? `/episodes/${await anyEpisode()}?${PAST}`;
  const { page, close } = await open(browser, { who, path, scheme: 'dark' });
  await page.getByRole('table').or(page.getByRole('figure')).first().waitFor();
  expect(await scheme(page)).toBe('dark');
  await page.setViewportSize({ width: SHEET_PX, height: 1_000 });
  await page.emulateMedia({ media: 'print' });
  await page.waitForFunction(
    () => document.documentElement.getAttribute('data-mantine-color-scheme') === 'light',
  );
  expect(await page.locator('.mantine-Button-root:visible').count()).toBe(0);
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  if (path.includes(PAST)) {
    expect(await page.getByText('What was known on').isVisible()).toBe(true);
  }
  const widths = await page
    .locator('svg[data-chart]')
    .evaluateAll((charts) => charts.map((chart) => chart.getAttribute('width')));
  expect(widths.every((width) => width === '680')).toBe(true);
  for (const table of await page.getByRole('table').all()) {
    const right = await table.evaluate((element) => element.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(SHEET_PX + 1);
  }
  await picture(page, `print-${name}`);
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await page.emulateMedia({ media: 'screen' });
  await page.waitForFunction(
    () => document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark',
  );
  await close();
});
