import { startApi, type ApiHost } from './api-host';
import { CASELOAD, EPISODE, HISTORY } from './read-texts';
import { accepted, PEOPLE, setScene, type Scene } from './scene';
import { discharged, treatedEpisode, type TreatedEpisode } from './treated';

const REVISE = `mutation ($input: ReviseGoalInput!) { reviseGoal(input: $input) {
  __typename ... on Refused { code newerGoalVersion {
    current { id target demand changed } difference { path before after } } } } }`;

describe('episodes taken back and reopened, goals revised by two', () => {
  let api: ApiHost;
  let scene: Scene;
  let treated: TreatedEpisode;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    treated = await treatedEpisode(api, scene);
  });
  afterAll(() => api.close());

  const codeOf = async (subject: string, query: string, variables: object) =>
    (await api.ask(subject, query, variables)).errors?.[0]?.extensions['code'] ?? 'OK';

  it('a stale revision is shown the version that holds, and every difference', async () => {
    const { episodeId, goal } = treated;
    const input = {
      ...{ episodeId, goalId: goal.goalId, revises: goal.goalVersionId },
      ...{ target: { value: 1 }, reasonCode: 'NEW_FINDING', words: 'Too easy', evidence: [] },
    };
    const answer = await api.ask(PEOPLE.therapist, REVISE, { input });
    expect(answer.data?.['reviseGoal']).toMatchObject({
      code: 'GOAL_VERSION_STALE',
      newerGoalVersion: {
        current: { id: treated.revised.goalVersionId },
        difference: expect.arrayContaining([expect.objectContaining({ path: 'target' })]) as object,
      },
    });
  });

  it('a revision tried dry says how far along the goal would be, and records nothing', async () => {
    const { episodeId, goal, revised } = treated;
    api.engine.clock.forward(60_000);
    const seen = await accepted(api, PEOPLE.therapist, 'recordAssessment', {
      ...{
        episodeId,
        kind: 'REASSESSMENT',
        healthHistoryTaken: true,
        contraindicationsAsked: true,
      },
      observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 5 } }],
    });
    const trial = `mutation ($input: ReviseGoalInput!) { reviseGoal(input: $input) {
      ... on EpisodeAccepted { appended goalAfter { goalId demand progress { original current } } } } }`;
    const input = {
      ...{ episodeId, goalId: goal.goalId, revises: revised.goalVersionId, check: true },
      ...{ target: { value: 2 }, reasonCode: 'NEW_FINDING', words: 'More is in reach' },
      evidence: [{ kind: 'OBSERVATION', id: seen.observations[0]!.id }],
    };
    const before = await api.ask(PEOPLE.therapist, EPISODE, { id: episodeId });
    const answer = await api.ask(PEOPLE.therapist, trial, { input });
    expect(answer.data?.['reviseGoal']).toMatchObject({
      appended: false,
      // From 6 points to 5, of 3 and now of 4 that were wanted.
      goalAfter: { goalId: goal.goalId, progress: { original: 1 / 3, current: 0.25 } },
    });
    expect(answer.data?.['reviseGoal']).toMatchObject({ goalAfter: { demand: 'HARDER' } });
    const after = await api.ask(PEOPLE.therapist, EPISODE, { id: episodeId });
    expect(after.data?.['episode']?.['version']).toBe(before.data?.['episode']?.['version']);
  });

  it('a discharged one is reopened by who carries it, and discharged again', async () => {
    const { episodeId } = treated;
    await discharged(api, treated, 2);
    await accepted(api, PEOPLE.therapist, 'reopenEpisode', { episodeId, words: 'It came back' });
    const again = await discharged(api, treated, 1);
    expect(again.appended).toBe(true);
  });

  it('a voided one is the auditors’ alone, now and at any moment before', async () => {
    const { episodeId: id } = treated;
    await api.engine.settled();
    const { position } = await api.engine.store.head();
    const words = 'Of another patient';
    const input = { episodeId: id, voidReason: 'WRONG_PATIENT', words, commandId: COMMAND };
    const denied = await api.ask(PEOPLE.therapist, VOID, { input });
    expect(denied.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const first = await accepted(api, PEOPLE.manager, 'voidEpisode', input);
    const retried = await accepted(api, PEOPLE.manager, 'voidEpisode', input);
    expect(retried).toMatchObject({ appended: false, version: first.version });
    await api.engine.settled();
    for (const query of [EPISODE, HISTORY]) {
      for (const asOf of [undefined, { position: String(position) }]) {
        expect(await codeOf(PEOPLE.auditor, query, { id, asOf })).toBe('OK');
        for (const hidden of [PEOPLE.therapist, PEOPLE.manager, PEOPLE.lead]) {
          expect([hidden, await codeOf(hidden, query, { id, asOf })]).toEqual([
            hidden,
            'NOT_FOUND',
          ]);
        }
      }
    }
    const reopen = await api.ask(PEOPLE.manager, REOPEN, { input: { episodeId: id, words } });
    expect(reopen.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    const list = await api.ask(PEOPLE.manager, CASELOAD, {});
    expect(JSON.stringify(list.data)).not.toContain(id);
  });
});

const COMMAND = '7c2d6a3e-4a0c-4b57-9a35-1f5f1f0c9a01';
const VOID = 'mutation ($input: VoidEpisodeInput!) { voidEpisode(input: $input) { __typename } }';
const REOPEN =
  'mutation ($input: ReopenEpisodeInput!) { reopenEpisode(input: $input) { __typename } }';
