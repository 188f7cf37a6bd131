import type { Browser, Page } from 'playwright-core';
import { ask, open, openBrowser, picture, violations } from './browser';

/** What was recorded wrongly is recorded again by the same form, and both stay to be seen. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  await recordTheRest();
});
afterAll(() => browser.close());

const WHO = 'demo-therapist-1';

interface Change {
  readonly path: string;
}
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly inError: boolean;
  readonly correctedBy: string | null;
  readonly corrections: readonly { readonly difference: readonly Change[] }[];
}

const HISTORY = `query ($id: UUID!) { episodeHistory(id: $id) { events {
  id type inError correctedBy corrections { difference { path } } } } }`;

async function entriesOf(id: string): Promise<readonly Entry[]> {
  const { episodeHistory } = await ask<{ episodeHistory: { events: Entry[] } }>(WHO, HISTORY, {
    id,
  });
  return episodeHistory.events;
}

/** An entry of that kind that was never corrected, in an episode of the therapist. */
async function entryOf(type: string): Promise<{ readonly id: string; readonly entry: Entry }> {
  const { episodesFound } = await ask<{
    episodesFound: { episodes: { episodeId: string }[] };
  }>(
    WHO,
    'query ($types: [EntryType!]) { episodesFound(types: $types, first: 100) { episodes { episodeId } } }',
    { types: [type] },
  );
  for (const { episodeId } of episodesFound.episodes) {
    const entries = await entriesOf(episodeId);
    const entry = entries.findLast((each) => {
      return each.type === type && !each.inError && each.correctedBy === null;
    });
    if (entry) return { id: episodeId, entry };
  }
  throw new Error(`The therapist of the demo has no entry of the kind ${type}.`);
}

/** Kinds of entries that the sample clinic has none of, in an episode of the therapist. */
async function recordTheRest(): Promise<void> {
  const { caseload } = await ask<{
    caseload: { edges: { node: { episodeId: string; phase: string } }[] };
  }>(WHO, '{ caseload { edges { node { episodeId phase } } } }');
  const id = caseload.edges.findLast(({ node }) => node.phase === 'IN_TREATMENT')?.node.episodeId;
  const send = async (command: string, content: string) => {
    const mutation = `mutation ($id: UUID!) { it: ${command}(input: { episodeId: $id, ${content} }) {
      __typename ... on Refused { message } } }`;
    const { it: outcome } = await ask<{ it: { __typename: string } }>(WHO, mutation, { id });
    expect([command, outcome]).toEqual([command, { __typename: 'EpisodeAccepted' }]);
  };
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const measure = `observations: [{ instrument: "NDI", bodySite: null, answer: { score: SCORE } }]`;
  const assess = (score: number) =>
    send(
      'recordAssessment',
      `kind: REASSESSMENT, healthHistoryTaken: true, contraindicationsAsked: true,
       ${measure.replace('SCORE', String(score))}`,
    );
  const setGoal = (goalId: string) =>
    send(
      'setGoal',
      `goalId: "${goalId}", measure: { instrument: "NDI" }, kind: IMPROVE, statement: "Drive a car",
       target: { value: 10 }, due: "${day}", importance: 1, difficulty: 1`,
    );
  await assess(30);
  const [scored, givenUp] = [crypto.randomUUID(), crypto.randomUUID()];
  await setGoal(scored);
  await assess(9);
  const { episode } = await ask<{
    episode: { observations: { id: string; instrument: string }[] };
  }>(WHO, 'query ($id: UUID!) { episode(id: $id) { observations { id instrument } } }', { id });
  const last = episode.observations.findLast(({ instrument }) => instrument === 'NDI');
  await send('scoreGoal', `goalId: "${scored}", observationId: "${last?.id}"`);
  await assess(20);
  await setGoal(givenUp);
  await send('abandonGoal', `goalId: "${givenUp}", words: "Sold the car"`);
  await send('recordContraindication', 'kind: "OPEN_WOUND_OR_BURN", bodySite: "HAND"');
  await send('recordFeedback', 'for: THERAPIST, tone: POSITIVE, words: "Slept through"');
  await send('putOnHold', 'holdReason: ILLNESS');
  await send('resumeEpisode', 'words: "Well again"');
}

const panel = (page: Page) => page.getByRole('complementary');

async function openForm(id: string, about: string, width?: number) {
  const path = `/episodes/${id}?form=correctEntry&about=${about}`;
  const opened = await open(browser, { who: WHO, path, ...(width ? { width } : {}) });
  await panel(opened.page).getByLabel('Why it is corrected').waitFor();
  return opened;
}

test('a session is corrected: what was recorded is struck out, what holds stands beside it', async () => {
  const { id, entry } = await entryOf('SessionCompleted');
  const { page, troubles, close } = await openForm(id, entry.id);
  const pain = panel(page).getByLabel('Pain after, 0 to 10');
  const before = Number(await pain.inputValue());
  const after = before === 0 ? 1 : before - 1;
  await pain.fill(String(after));
  await panel(page).getByLabel('Notes').fill('What was really noted');
  await panel(page).getByLabel('Why it is corrected').fill('A slip of the pen');
  await picture(page, 'episode-correct');
  expect(await violations(page)).toEqual([]);
  await panel(page).getByRole('button', { name: 'Record' }).click();
  await panel(page).waitFor({ state: 'detached' });
  await page.goto(page.url().replace(/(\/episodes\/[^/?]+).*/, '$1/replay'));
  const version = (await entriesOf(id)).findIndex((each) => each.id === entry.id);
  await page.goto(`${page.url().replace(/\?.*/, '')}?v=${version}`);
  await page.getByText('A slip of the pen').first().waitFor();
  const [old, now] = [page.locator('del'), page.locator('ins')];
  await now.getByText('What was really noted').first().waitFor();
  expect(await old.getByText(String(before), { exact: true }).count()).toBeGreaterThan(0);
  expect(await now.getByText(String(after), { exact: true }).count()).toBeGreaterThan(0);
  await picture(page, 'replay-corrected');
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});

// Words that a kind of entry cannot do without are sent with it, and so count as said anew.
test.each([
  ['AuthorizationGranted', []],
  ['ConsentGiven', []],
  ['AssessmentDone', ['texts.']],
  ['GoalSet', ['texts.statement']],
  ['GoalRevised', ['texts.reason']],
  ['GoalScored', []],
  ['GoalAbandoned', ['texts.reason']],
  ['SessionMissed', []],
  ['SessionCompleted', []],
  ['AdverseReactionReported', ['texts.description']],
  ['ContraindicationRecorded', []],
  ['HomeProgrammeGiven', ['texts.']],
  ['HomeProgrammeAdherenceReported', []],
  ['PatientFeedbackRecorded', ['texts.words']],
  ['EpisodePutOnHold', []],
  ['Discharged', ['texts.']],
])('the form to correct %s holds what was recorded', async (type, saidAnew) => {
  const { id, entry } = await entryOf(type);
  const { page, close } = await openForm(id, entry.id);
  await panel(page).getByLabel('Why it is corrected').fill('Nothing is changed');
  await panel(page).getByRole('button', { name: 'Record' }).click();
  const refused = panel(page).getByRole('alert');
  await Promise.race([refused.waitFor(), panel(page).waitFor({ state: 'detached' })]);
  if ((await refused.count()) > 0) expect(await refused.innerText()).toContain('ENTRY_UNCHANGED');
  const now = (await entriesOf(id)).find((each) => each.id === entry.id);
  const changed = (now?.corrections ?? []).flatMap(({ difference }) => difference);
  const others = changed.filter(({ path }) => !saidAnew.some((each) => path.startsWith(each)));
  expect(others).toEqual([]);
  await close();
});
