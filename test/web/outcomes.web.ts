import type { Browser } from 'playwright-core';
import { open, openBrowser, picture, violations } from './browser';

/** A manager's quarter: one period beside another, kept, and found again. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const MANAGER = 'demo-manager-1';

it('shows a quarter beside the one before, in the address', async () => {
  const { page, troubles, close } = await open(browser, { who: MANAGER, path: '/outcomes' });
  await page.getByRole('combobox', { name: 'Period (end of care)' }).click();
  await page
    .getByRole('option', { name: /^Quarter \d of \d{4}$/ })
    .first()
    .click();
  await page.getByRole('combobox', { name: 'Compared with' }).click();
  await page.getByRole('option', { name: 'The period before' }).click();
  await page.getByText('Two periods are two points').waitFor();
  expect(new URL(page.url()).searchParams.get('against')).toBe('before');
  const heads = await page.getByRole('columnheader').allTextContents();
  expect(heads).toHaveLength(7);
  await picture(page, 'outcomes-against');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Improved' }).click();
  await page.getByRole('heading', { level: 1, name: 'Improved' }).waitFor();
  await picture(page, 'indicator-against');
  expect(troubles).toEqual([]);
  await close();
});

it('averages no points of different measures', async () => {
  const { page, close } = await open(browser, { who: MANAGER, path: '/outcomes/change' });
  await page.getByText('cannot be averaged').waitFor();
  await page.getByRole('combobox', { name: 'Primary measure' }).click();
  await page.getByRole('option').first().click();
  await page.getByRole('heading', { name: 'Change by month' }).waitFor();
  await close();
});

it('freezes a report, shows it, and finds it again', async () => {
  const { page, troubles, close } = await open(browser, {
    ...{ who: MANAGER, path: '/outcomes?from=2026-04-01&to=2026-06-30' },
  });
  const said = page.getByRole('row', { name: /^Improved/ });
  const value = await said.getByRole('cell').first().textContent();
  await page.getByRole('button', { name: 'Freeze report' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Second quarter for the board');
  await dialog.getByRole('button', { name: 'Freeze report' }).click();
  await page.getByRole('heading', { level: 1, name: 'Second quarter for the board' }).waitFor();
  expect(await said.getByRole('cell').first().textContent()).toBe(value);
  await picture(page, 'report');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'All frozen reports' }).click();
  await page.getByRole('link', { name: 'Second quarter for the board' }).waitFor();
  await picture(page, 'reports');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Second quarter for the board' }).click();
  await page.getByRole('link', { name: /^Ask the same at the same moment/ }).click();
  await page.getByText('What was known on').waitFor();
  expect(await said.getByRole('cell').first().textContent()).toBe(value);
  expect(troubles).toEqual([]);
  await close();
});
