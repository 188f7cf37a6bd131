import type { Browser, Page } from 'playwright-core';
import { ask, open, openBrowser, picture, violations } from './browser';

/** One episode in the browser: read by whom it concerns, written to without losing a word. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const WHO = 'demo-therapist-1';

interface Found {
  readonly caseload: {
    readonly edges: readonly {
      readonly node: {
        readonly episodeId: string;
        readonly phase: string;
        readonly goals: readonly { readonly id: string }[];
      };
    }[];
  };
}

/** An episode of the therapist that is treated and has a goal. */
async function treated(): Promise<{ readonly id: string; readonly goalId: string }> {
  const { caseload } = await ask<Found>(
    WHO,
    '{ caseload { edges { node { episodeId phase goals { id } } } } }',
  );
  for (const { node } of caseload.edges) {
    const [goal] = node.goals;
    if (goal && node.phase === 'IN_TREATMENT') return { id: node.episodeId, goalId: goal.id };
  }
  throw new Error('The therapist of the demo treats nobody with a goal.');
}

/** Something new to rest a revision on. */
async function assess(id: string): Promise<void> {
  const answer = await ask<{ recordAssessment: { __typename: string } }>(
    WHO,
    `mutation ($id: UUID!) { recordAssessment(input: { episodeId: $id, kind: REASSESSMENT,
      healthHistoryTaken: true, contraindicationsAsked: true,
      observations: [{ instrument: "NPRS", answer: { score: 2 } }] }) { __typename } }`,
    { id },
  );
  expect(answer.recordAssessment.__typename).toBe('EpisodeAccepted');
}

async function goalNow(id: string, goalId: string) {
  const { goal } = await ask<{
    goal: { current: { id: string; target: number }; lineage: { versions: { id: string }[] } };
  }>(
    WHO,
    `query ($id: UUID!, $goalId: UUID!) { goal(episodeId: $id, goalId: $goalId) {
      current { id target } lineage { versions { id } } } }`,
    { id, goalId },
  );
  return { ...goal.current, versions: goal.lineage.versions.length };
}

const panel = (page: Page) => page.getByRole('complementary');

test.each(['light', 'dark'] as const)('reads well, %s', async (scheme) => {
  const { id } = await treated();
  const { page, troubles, close } = await open(browser, {
    ...{ who: WHO, path: `/episodes/${id}`, scheme },
  });
  await page.getByRole('heading', { level: 2, name: 'Goals' }).waitFor();
  await picture(page, `episode-${scheme}`);
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});

test.each(['light', 'dark'] as const)('is replayed, %s', async (scheme) => {
  const { id } = await treated();
  const { page, troubles, close } = await open(browser, {
    ...{ who: WHO, path: `/episodes/${id}/replay`, scheme },
  });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await picture(page, `replay-${scheme}`);
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});

test('fits a phone, where a form takes the whole screen', async () => {
  const { id, goalId } = await treated();
  const path = `/episodes/${id}?form=reviseGoal&about=${goalId}`;
  const { page, close } = await open(browser, { who: WHO, path, width: 390, height: 844 });
  await panel(page).getByRole('heading', { name: 'Revise the goal' }).waitFor();
  await picture(page, 'episode-form-phone');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  expect(await violations(page)).toEqual([]);
  await close();
});

test('a goal is revised by keys alone, with evidence, and previewed before', async () => {
  const { id, goalId } = await treated();
  await assess(id);
  const before = await goalNow(id, goalId);
  const { page, troubles, close } = await open(browser, { who: WHO, path: `/episodes/${id}` });
  const button = page.getByRole('button', { name: 'Revise the goal' }).first();
  await button.waitFor();
  await tabTo(page, 'Revise the goal');
  await page.keyboard.press('Enter');
  await panel(page).getByRole('heading', { name: 'Revise the goal' }).waitFor();
  const asked = new URL(page.url()).searchParams.get('about');
  const mine = asked === goalId ? before : await goalNow(id, asked ?? '');
  await tabTo(page, 'Target');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(String(mine.target + 1));
  await tabTo(page, 'Why it is revised');
  await page.keyboard.type('New');
  await tabTo(page, 'Why, in words');
  await page.keyboard.type('Something new was found');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await panel(page).getByText('By the target first agreed').waitFor();
  await picture(page, 'episode-revise');
  expect(await violations(page)).toEqual([]);
  await tabTo(page, 'Record');
  await page.keyboard.press('Enter');
  await panel(page).waitFor({ state: 'detached' });
  const after = await goalNow(id, asked ?? '');
  expect(after).toMatchObject({ target: mine.target + 1, versions: mine.versions + 1 });
  expect(troubles).toEqual([]);
  await close();
});

test('two who revise the same goal meet: nothing is overwritten, nothing is lost', async () => {
  const { id, goalId } = await treated();
  await assess(id);
  const path = `/episodes/${id}?form=reviseGoal&about=${goalId}`;
  const one = await open(browser, { who: WHO, path });
  const other = await open(browser, { who: WHO, path });
  const start = await goalNow(id, goalId);
  await revise(one.page, start.target + 2, 'Mine came first');
  await panel(one.page).waitFor({ state: 'detached' });

  await revise(other.page, start.target + 3, 'Mine came second');
  await panel(other.page).getByText('Somebody was faster').waitFor();
  await picture(other.page, 'episode-conflict');
  expect(await violations(other.page)).toEqual([]);
  expect(await goalNow(id, goalId)).toMatchObject({ target: start.target + 2 });
  await panel(other.page)
    .getByRole('button', { name: /^Continue from/ })
    .click();
  expect(await panel(other.page).getByLabel('Why, in words').inputValue()).toBe('Mine came second');
  await one.close();
  await other.close();
});

test('who decides on what was seen is shown what was recorded since, and by whom', async () => {
  const { id } = await treated();
  const path = `/episodes/${id}?form=putOnHold`;
  const { page, troubles, close } = await open(browser, { who: WHO, path });
  const other = await open(browser, { who: WHO, path: `/episodes/${id}?form=reportReaction` });
  await panel(page).getByLabel('In words').fill('Has the flu');
  await panel(page).getByRole('combobox', { name: 'Why' }).selectOption('ILLNESS');
  await panel(other.page).getByLabel('How severe').selectOption('MILD');
  await panel(other.page).getByLabel('What happened').fill('Dizzy on the way home');
  await panel(other.page).getByRole('button', { name: 'Record' }).click();
  await panel(other.page).waitFor({ state: 'detached' });

  await panel(page).getByRole('button', { name: 'Record' }).click();
  await panel(page).getByText('Somebody was faster').waitFor();
  await panel(page)
    .getByText(/^Reaction.* · Tina Handler/)
    .waitFor();
  await picture(page, 'episode-overtaken');
  expect(await violations(page)).toEqual([]);
  await panel(page).getByRole('button', { name: 'I have seen it' }).click();
  expect(await panel(page).getByLabel('In words').inputValue()).toBe('Has the flu');
  await panel(page).getByRole('button', { name: 'Record' }).click();
  await panel(page).waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
  // The next test treats this patient again.
  await ask(WHO, `mutation { resumeEpisode(input: { episodeId: "${id}" }) { __typename } }`);
  await other.close();
  await close();
});

test('a refusal keeps what was written, takes the focus and says what would be taken', async () => {
  const { id } = await treated();
  const path = `/episodes/${id}?form=scheduleSession`;
  const { page, close } = await open(browser, { who: WHO, path });
  await panel(page).getByLabel('Begins').fill('2020-01-02T10:00');
  await panel(page).getByLabel('Ends').fill('2020-01-02T10:50');
  await panel(page).getByRole('button', { name: 'Record' }).click();
  const box = panel(page).getByRole('alert');
  await box.waitFor();
  await picture(page, 'episode-refused');
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await panel(page).getByLabel('Begins').inputValue()).toBe('2020-01-02T10:00');
  // Closed and opened again, it is still there.
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Book a session' }).first().click();
  expect(await panel(page).getByLabel('Begins').inputValue()).toBe('2020-01-02T10:00');
  await close();
});

test('what is discarded is gone: from the fields, and when the form is opened again', async () => {
  const { id } = await treated();
  const path = `/episodes/${id}?form=reportReaction`;
  const { page, close } = await open(browser, { who: WHO, path });
  await panel(page).getByLabel('What happened').fill('Not worth a word');
  await panel(page).getByRole('button', { name: 'Discard' }).click();
  expect(await panel(page).getByLabel('What happened').inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Report a reaction' }).click();
  expect(await panel(page).getByLabel('What happened').inputValue()).toBe('');
  await close();
});

test('a command whose answer was lost is sent again under its id, and recorded once', async () => {
  const { id } = await treated();
  const path = `/episodes/${id}?form=reportReaction`;
  const { page, close } = await open(browser, { who: WHO, path });
  const ids: string[] = [];
  await page.route('**/graphql', async (route) => {
    const body = route.request().postData() ?? '';
    const commandId = /"commandId":"([^"]+)"/.exec(body)?.[1];
    if (commandId === undefined || !body.includes('ReportReaction')) return route.continue();
    ids.push(commandId);
    if (ids.length > 1) return route.continue();
    // It reaches the service, and its answer is lost.
    await route.fetch();
    return route.abort();
  });
  await panel(page).getByLabel('How severe').selectOption('MILD');
  await panel(page).getByLabel('What happened').fill('Sore in the evening');
  await panel(page).getByRole('button', { name: 'Record' }).click();
  await panel(page).waitFor({ state: 'detached', timeout: 20_000 });
  expect(new Set(ids).size).toBe(1);
  expect(ids.length).toBeGreaterThan(1);
  const { episode } = await ask<{ episode: { reactions: { description: { value: string } }[] } }>(
    WHO,
    'query ($id: UUID!) { episode(id: $id) { reactions { description { value } } } }',
    { id },
  );
  const sore = episode.reactions.filter(({ description }) => /Sore in/.test(description.value));
  expect(sore).toHaveLength(1);
  await close();
});

test('in the past nothing can be written', async () => {
  const { id } = await treated();
  const path = `/episodes/${id}?form=reviseGoal&asOf=${new Date().toISOString().slice(0, 19)}Z`;
  const { page, close } = await open(browser, { who: WHO, path });
  await page.getByRole('button', { name: 'Back to now to change' }).first().waitFor();
  expect(await panel(page).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Set a goal' }).count()).toBe(0);
  await close();
});

async function revise(page: Page, target: number, words: string): Promise<void> {
  await panel(page).getByLabel('Target').fill(String(target));
  await panel(page).getByLabel('Why it is revised').selectOption('NEW_FINDING');
  await panel(page).getByLabel('Why, in words').fill(words);
  await panel(page).getByRole('checkbox').first().check();
  await panel(page).getByRole('button', { name: 'Record' }).click();
}

/** Tabs until what has the focus is named so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    await page.keyboard.press('Tab');
    const named = await page.evaluate(() => {
      const focused = document.activeElement;
      const label = focused instanceof HTMLInputElement ? focused.labels?.[0] : null;
      const other = focused instanceof HTMLSelectElement || focused instanceof HTMLTextAreaElement;
      const text = label ?? (other ? focused.labels[0] : focused);
      return text?.textContent.replace('*', '').trim() ?? '';
    });
    if (named === name) return;
  }
  throw new Error(`No key reaches ${name}.`);
}
