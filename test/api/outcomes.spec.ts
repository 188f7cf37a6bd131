import { startApi, type ApiHost } from './api-host';
import { OUTCOMES } from './read-texts';
import { PEOPLE, setScene, type Scene } from './scene';
import { discharged, treatedEpisode } from './treated';

interface Group {
  readonly key: string | null;
  readonly label: string | null;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly course: readonly { readonly day: number; readonly n: number; readonly mean: number }[];
}
interface Outcomes {
  readonly groups: readonly Group[];
  readonly asOf: { readonly position: string; readonly evaluatedAt: string };
  readonly figuresVersion: number;
}

describe('outcome figures', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    for (const score of [3, 5]) await discharged(api, await treatedEpisode(api, scene), score);
    await treatedEpisode(api, scene);
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const ask = async (variables: object, subject: string = PEOPLE.manager): Promise<Outcomes> => {
    const answer = await api.ask(subject, OUTCOMES, variables);
    if (answer.errors) throw new Error(answer.text);
    // The document asks for just these.
    return answer.data!['outcomes'] as unknown as Outcomes;
  };

  it('are of the episodes that ended', async () => {
    const { groups, figuresVersion } = await ask({});
    expect(figuresVersion).toBe(1);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      key: null,
      label: null,
      course: null,
      figures: {
        episodes: 2,
        eligible: 2,
        complete: 2,
        missing: 0,
        lapsed: 0,
        completionShare: 1,
        // 6 → 3 is 3 points and 50 %; 6 → 5 is one point.
        responders: { n: 1, of: 2, share: 0.5, unjudged: 0 },
        change: { n: 2, mean: 2 },
        attainment: { original: { n: 2, shareReached: 0.5 }, current: { shareReached: 0.5 } },
        sessionsPerEpisode: { n: 2, mean: 1 },
        dischargeReasons: [{ reason: 'GOALS_MET', n: 2 }],
        reactionsPer1000: { reactions: 2, sessions: 2, rate: 1000 },
        missedSessionRate: { missed: 0, of: 2, share: 0 },
      },
    });
  });

  it('are grouped, and named', async () => {
    const by = async (groupBy: string, extra: object = {}) =>
      (await ask({ groupBy, ...extra })).groups.map(({ key, label, figures }) => [
        key,
        label,
        figures['episodes'],
      ]);
    expect(await by('CLINIC')).toEqual([[scene.clinicId, 'Sample clinic North', 2]]);
    expect(await by('THERAPIST')).toEqual([[scene.therapistId, 'Sample thea', 2]]);
    expect(await by('LABEL', { label: 'arm' })).toEqual([['A', 'A', 2]]);
    expect(await by('CONDITION')).toHaveLength(1);
    expect((await by('MONTH')).map(([key]) => key)).toEqual(['2026-01', '2026-02']);
    const answer = await api.ask(PEOPLE.manager, OUTCOMES, { groupBy: 'LABEL' });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ fields: [{ path: 'label' }] });
  });

  it('are filtered', async () => {
    const episodes = async (filter: object) => {
      const { groups } = await ask({ filter });
      return groups[0]?.figures['episodes'] ?? 0;
    };
    expect(await episodes({ to: '2026-01-31' })).toBe(1);
    expect(await episodes({ from: '2026-01-01', to: '2026-12-31' })).toBe(2);
    expect(await episodes({ labels: [{ key: 'arm', code: 'B' }] })).toBe(0);
    expect(await episodes({ measure: { instrument: 'NPRS' } })).toBe(0);
    expect(await episodes({ therapistIds: [scene.otherTherapistId] })).toBe(0);
    expect(await episodes({ measure: { instrument: 'NPRS', bodySite: 'NECK' } })).toBe(2);
  });

  it('give the course of a measure', async () => {
    const measure = { instrument: 'NPRS', bodySite: 'NECK' };
    const course = { measure, days: [0, 21], windowDays: 3 };
    const [group] = (await ask({ course })).groups;
    expect(group!.course).toEqual([
      expect.objectContaining({ day: 0, n: 2 }),
      expect.objectContaining({ day: 21, n: 2, mean: 4 }),
    ]);
  });

  it('are the same again, whatever is recorded later', async () => {
    const before = await ask({ groupBy: 'CLINIC' });
    const third = await discharged(api, await treatedEpisode(api, scene), 1);
    await api.engine.settled();
    const now = await ask({ groupBy: 'CLINIC' });
    expect(now.groups[0]!.figures['episodes']).toBe(3);
    const again = await ask({ groupBy: 'CLINIC', asOf: { exactly: before.asOf } });
    expect(again).toEqual(before);
    // The open episode of the beginning lapses in time, with nothing recorded.
    const { position } = now.asOf;
    const exactly = { position, evaluatedAt: '2026-12-31T00:00:00.000Z' };
    const later = await ask({ groupBy: 'CLINIC', asOf: { exactly } });
    expect(later.groups[0]!.figures).toMatchObject({ episodes: 4, lapsed: 1 });
    expect(third.__typename).toBe('EpisodeAccepted');
  });

  it('end at the clinics of a manager and at the episodes of a therapist', async () => {
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    expect((await ask({}, 'far-manager')).groups).toEqual([]);
    const filter = { clinicIds: [scene.clinicId] };
    expect((await ask({ filter }, 'far-manager')).groups).toEqual([]);
    expect((await ask({}, PEOPLE.therapist)).groups[0]!.figures['episodes']).toBe(3);
    expect((await ask({}, PEOPLE.otherTherapist)).groups).toEqual([]);
    const others = { filter: { therapistIds: [scene.therapistId] } };
    expect((await ask(others, PEOPLE.otherTherapist)).groups).toEqual([]);
    expect((await ask({}, PEOPLE.auditor)).groups[0]!.figures['episodes']).toBe(3);
  });
});
