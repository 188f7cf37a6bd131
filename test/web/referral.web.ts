import type { Browser } from 'playwright-core';
import { ask, open, openBrowser, picture, violations } from './browser';

/** A referral that comes in: the patient is looked up, or registered; then there is an episode. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const DESK = 'demo-desk-1';

test('a patient who is not found is registered, and it ends on the new episode', async () => {
  const { page, troubles, close } = await open(browser, {
    who: 'demo-manager-1',
    path: '/caseload',
  });
  await page.getByRole('main').getByRole('link', { name: 'Referral received' }).click();
  const name = `Wanda Neu ${Date.now()}`;
  await page.getByRole('main').getByRole('searchbox').fill(name);
  await page.getByText('Nobody of that name is here').waitFor();
  await page.getByRole('button', { name: 'Register a new patient' }).click();
  expect(await page.getByLabel(/^Name/).inputValue()).toBe(name);
  await page.getByLabel('Born on').fill('1980-02-29');
  await page.getByRole('button', { name: 'Record' }).click();
  await page.getByText('This is needed.').first().waitFor();
  expect(await violations(page)).toEqual([]);
  const clinic = page.getByLabel('Clinic');
  if ((await clinic.count()) > 0) await clinic.selectOption({ index: 1 });
  await page.getByLabel('Referred by').fill('Dr. Muster');
  await page.getByLabel('Role').selectOption('PHYSICIAN');
  await page.getByLabel('Prescribed on').fill(new Date().toISOString().slice(0, 10));
  await page.getByLabel('Diagnoses (ICD-10)').fill('m54.5, M79.1');
  await page.getByLabel('Diagnosed by a').selectOption('PHYSICIAN');
  await picture(page, 'referral-new');
  await page.getByRole('button', { name: 'Record' }).click();
  await page.waitForURL(/\/episodes\//);
  await page.getByRole('heading', { level: 1, name }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('the front desk, who may look patients up only, chooses one; a refusal keeps what was written', async () => {
  const { patients } = await ask<{ patients: { patients: { name: { value: string } }[] } }>(
    DESK,
    '{ patients(search: "Muster") { patients { name { value } } } }',
  );
  const known = patients.patients[0]?.name.value ?? '';
  const { page, close } = await open(browser, { who: DESK, path: '/' });
  await page.getByRole('main').getByRole('searchbox').fill(known);
  await page.getByRole('radio', { name: known }).first().click();
  await page.getByText(`Chosen: ${known}`).waitFor();
  await page.getByLabel('Referred by').fill('Dr. Muster');
  await page.getByLabel('Role').selectOption('PHYSICIAN');
  await page.getByLabel('Prescribed on').fill(new Date().toISOString().slice(0, 10));
  await page.getByLabel('Diagnoses (ICD-10)').fill('back');
  await page.getByLabel('Diagnosed by a').selectOption('PHYSICIAN');
  await page.getByRole('button', { name: 'Record' }).click();
  await page.getByRole('alert').first().waitFor();
  await picture(page, 'referral-refused');
  expect(await page.getByLabel('Referred by').inputValue()).toBe('Dr. Muster');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Diagnoses (ICD-10)').fill('M54.5');
  await page.getByRole('button', { name: 'Record' }).click();
  await page.getByText('The referral is recorded').waitFor();
  expect(await page.getByLabel('Referred by').inputValue()).toBe('');
  await close();
});

test.each(['demo-auditor-1', 'demo-administrator-1'])('%s may not receive one', async (who) => {
  const { page, close } = await open(browser, { who, path: '/referrals/new' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.getByRole('button', { name: 'Record' }).count()).toBe(0);
  await close();
});
