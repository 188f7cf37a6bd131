import { startApi, type ApiHost } from './api-host';
import { CHART, FUNNEL, GOAL_REVISIONS, OUTCOMES, REFERRAL_FUNNEL } from './read-texts';
import { PEOPLE, setScene, type Scene } from './scene';
import { discharged, treatedEpisode } from './treated';

type Fields = Readonly<Record<string, unknown>>;

describe('charts of outcome figures', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    // January: 6 → 3 responds; February: 6 → 5 does not, 6 → 2 does; one goes on.
    for (const score of [3, 5, 2]) await discharged(api, await treatedEpisode(api, scene), score);
    await treatedEpisode(api, scene);
    api.engine.clock.forward(40 * 86_400_000);
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const ask = async (query: string, variables: object, subject: string = PEOPLE.manager) => {
    const answer = await api.ask(subject, query, variables);
    if (answer.errors) throw new Error(answer.text);
    // One field a document.
    return Object.values(answer.data!)[0] as unknown as Fields;
  };

  it('give a figure month by month, of months that are over', async () => {
    const chart = await ask(CHART, { figure: 'RESPONDERS' });
    const points = chart['points'] as readonly Fields[];
    const { groups } = (await ask(OUTCOMES, { groupBy: 'MONTH' })) as {
      readonly groups: readonly { readonly key: string; readonly figures: Fields }[];
    };
    const byMonth = groups.map(({ key, figures }) => {
      const { share } = figures['responders'] as { readonly share: number | null };
      return { month: key, value: share };
    });
    expect(byMonth.length).toBeGreaterThan(1);
    const shown = new Set(points.map(({ month }) => month));
    expect(points).toMatchObject(byMonth.filter(({ month }) => shown.has(month)));
    const now = new Date(api.engine.clock.now()).toISOString().slice(0, 7);
    expect(points.every(({ month }) => String(month) < now)).toBe(true);
    expect(chart['limits']).toMatchObject([{ state: 'TRIAL', points: points.length }]);
  });

  it('count the episodes of a month, none where there are none', async () => {
    const filter = { from: '2025-11-01', to: '2026-01-31' };
    const { points } = await ask(CHART, { figure: 'EPISODES', filter });
    expect(points).toMatchObject([
      { month: '2025-11', value: 0 },
      { month: '2025-12', value: 0 },
      { month: '2026-01', value: 1 },
    ]);
    const part = { from: '2025-12-02', to: '2026-01-30' };
    expect((await ask(CHART, { figure: 'EPISODES', filter: part }))['points']).toEqual([]);
  });

  it('put units into a funnel, named and in the order of keys', async () => {
    const funnel = await ask(FUNNEL, { figure: 'RESPONDERS', units: 'CLINIC' });
    expect(funnel).toMatchObject({
      centre: 2 / 3,
      tau2: null,
      units: [
        {
          key: scene.clinicId,
          label: 'Sample clinic North',
          n: 3,
          events: 2,
          place: 'WITHIN',
          limits: { at: 3 },
        },
      ],
    });
    expect(funnel['curve']).toHaveLength(50);
    const rates = await ask(FUNNEL, { figure: 'REACTIONS', units: 'LABEL', label: 'arm' });
    expect(rates).toMatchObject({ centre: 1, units: [{ key: 'A', n: 3, events: 3, value: 1 }] });
    const none = await ask(FUNNEL, { figure: 'GOALS_KEPT', units: 'THERAPIST' });
    expect(none).toMatchObject({ centre: null, units: [], curve: [] });
  });

  it('say what the revisions of goals are worth', async () => {
    const { groups } = await ask(GOAL_REVISIONS, {});
    // Each goal was revised once from 3 to 4 after a reaction; 6 → 3, 5, 2 is 1, ⅓, 4/3 by the
    // first target and 1.5, ½, 2 by the second.
    expect(groups).toMatchObject([
      {
        key: null,
        figures: {
          goals: 3,
          revised: 3,
          revisions: 3,
          easier: 3,
          harder: 0,
          reasons: [{ reason: 'ADVERSE_REACTION', n: 3 }],
          worth: { n: 3, reachedOriginal: 2, reachedCurrent: 2, gain: { median: 0.5 } },
        },
      },
    ]);
  });

  it('follow referrals from received to discharged', async () => {
    expect(await ask(REFERRAL_FUNNEL, {})).toMatchObject({
      received: 4,
      declined: 0,
      accepted: 4,
      firstSession: 4,
      discharged: 3,
      daysToAccept: { n: 4, median: 0 },
      daysToDischarge: { n: 3 },
    });
    const measure = { instrument: 'NPRS' };
    const answer = await api.ask(PEOPLE.manager, REFERRAL_FUNNEL, { filter: { measure } });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ fields: [{ path: 'filter.measure' }] });
  });

  it('are the same again, whatever is recorded later', async () => {
    const queries: [string, object][] = [
      [CHART, { figure: 'CHANGE_MEAN' }],
      [FUNNEL, { figure: 'COMPLETION', units: 'THERAPIST' }],
      [GOAL_REVISIONS, { groupBy: 'CLINIC' }],
      [REFERRAL_FUNNEL, {}],
    ];
    const before = await Promise.all(queries.map(([query, wish]) => ask(query, wish)));
    await discharged(api, await treatedEpisode(api, scene), 1);
    await api.engine.settled();
    for (const [index, [query, wish]] of queries.entries()) {
      const now = await ask(query, wish);
      expect(now).not.toEqual(before[index]);
      const asOf = { exactly: before[index]!['asOf'] };
      expect(await ask(query, { ...wish, asOf })).toEqual(before[index]);
    }
  });

  it('end at the clinics of a manager', async () => {
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    const far = (query: string, wish: object) => ask(query, wish, 'far-manager');
    expect(await far(CHART, { figure: 'EPISODES' })).toMatchObject({ points: [] });
    expect(await far(FUNNEL, { figure: 'COMPLETION', units: 'CLINIC' })).toMatchObject({
      units: [],
    });
    expect(await far(GOAL_REVISIONS, {})).toMatchObject({ groups: [] });
    expect(await far(REFERRAL_FUNNEL, {})).toMatchObject({ received: 0 });
  });
});
