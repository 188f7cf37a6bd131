import { PLACES } from '../../src/domain/outcomes/places';
import { startApi, type ApiHost } from './api-host';
import { BEHIND, OUTCOMES } from './read-texts';
import { accepted, PEOPLE, setScene, type Scene } from './scene';
import { discharged, treatedEpisode, type TreatedEpisode } from './treated';

interface Behind {
  readonly figure: number;
  readonly counted: number;
  readonly totalCount: number;
  readonly asOf: { readonly position: string; readonly evaluatedAt: string };
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: Readonly<Record<string, unknown>> & { readonly episodeId: string };
  }[];
}

describe('the episodes behind a figure', () => {
  let api: ApiHost;
  let scene: Scene;
  const treated: TreatedEpisode[] = [];
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    for (const score of [3, 5, 1]) {
      const one = await treatedEpisode(api, scene);
      await discharged(api, one, score);
      treated.push(one);
    }
    await treatedEpisode(api, scene);
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const ask = async (variables: object, subject: string = PEOPLE.manager): Promise<Behind> => {
    const answer = await api.ask(subject, BEHIND, variables);
    if (answer.errors) throw new Error(answer.text);
    // The document asks for just these.
    return answer.data!['episodesBehind'] as unknown as Behind;
  };
  const idsOf = ({ edges }: Behind) => edges.map(({ node }) => node.episodeId);

  it('are those that it counts, with what they came to', async () => {
    const { edges, ...rest } = await ask({ place: 'RESPONDERS' });
    // 6 → 3 and 6 → 1 are 2 points and 30 %; 6 → 5 is not.
    expect(edges[0]!.node).toEqual({
      episodeId: treated[0]!.episodeId,
      clinicId: scene.clinicId,
      patient: { id: treated[0]!.patientId, name: { value: 'Erika Muster' } },
      therapist: { id: scene.therapistId, name: { value: 'Sample thea' } },
      condition: expect.any(String) as string,
      indexOn: expect.stringMatching(/^2026-/) as string,
      lapsed: false,
      baseline: 6,
      final: 3,
      change: 3,
      responder: true,
      counted: 1,
    });
    expect(edges[1]!.node).toMatchObject({ episodeId: treated[2]!.episodeId, final: 1 });
    expect(rest).toMatchObject({ figure: 2, counted: 2, totalCount: 2 });
    expect(idsOf(await ask({ place: 'NOT_RESPONDERS' }))).toEqual([treated[1]!.episodeId]);
  });

  it('come to what the dashboard counts, now and then', async () => {
    const { asOf: now } = await ask({ place: 'EPISODES' });
    const later = { position: now.position, evaluatedAt: '2026-12-31T00:00:00.000Z' };
    for (const exactly of [now, later]) {
      const asOf = { exactly };
      const answer = await api.ask(PEOPLE.manager, OUTCOMES, { groupBy: 'MONTH', asOf });
      // The document asks for these.
      const { groups } = answer.data!['outcomes'] as unknown as {
        groups: { key: string; figures: Readonly<Record<string, number>> }[];
      };
      expect(groups.length).toBeGreaterThan(1);
      for (const { key, figures } of groups) {
        for (const place of ['EPISODES', 'ELIGIBLE', 'COMPLETE', 'MISSING', 'LAPSED'] as const) {
          const behind = await ask({ place, groupBy: 'MONTH', key, asOf });
          expect([key, place, behind.figure]).toEqual([key, place, figures[place.toLowerCase()]]);
          expect(behind.counted).toBe(behind.figure);
          expect(behind.edges).toHaveLength(behind.totalCount);
        }
      }
    }
  });

  it('are asked of every count there is', async () => {
    for (const place of PLACES) expect((await ask({ place })).counted).toBeGreaterThanOrEqual(0);
    const reactions = await ask({ place: 'REACTIONS', groupBy: 'LABEL', label: 'arm', key: 'A' });
    expect(reactions).toMatchObject({ figure: 3, totalCount: 3 });
  });

  it('come page by page', async () => {
    const all = await ask({ place: 'EPISODES' });
    const asOf = { exactly: all.asOf };
    const first = await ask({ place: 'EPISODES', first: 2, asOf });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const after = first.pageInfo.endCursor;
    const second = await ask({ place: 'EPISODES', first: 2, after, asOf });
    expect(second).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(idsOf(all));
    const wrong = await api.ask(PEOPLE.manager, BEHIND, { place: 'EPISODES', after: 'x' });
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ fields: [{ path: 'after' }] });
  });

  it('are for those only who may open them, by the rights of today', async () => {
    const place = 'EPISODES';
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    expect(await ask({ place }, 'far-manager')).toMatchObject({ figure: 0, totalCount: 0 });
    expect((await ask({ place }, PEOPLE.therapist)).totalCount).toBe(3);
    expect((await ask({ place }, PEOPLE.otherTherapist)).totalCount).toBe(0);
    expect((await ask({ place }, PEOPLE.auditor)).totalCount).toBe(3);
    for (const never of [PEOPLE.administrator, PEOPLE.frontDesk]) {
      const answer = await api.ask(never, BEHIND, { place });
      expect(answer.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
    // Voided: out of what is now, and of the past that any but an auditor may open.
    const { asOf } = await ask({ place });
    const { episodeId } = treated[1]!;
    const reason = { voidReason: 'WRONG_PATIENT', words: 'Taken for another' };
    await accepted(api, PEOPLE.manager, 'voidEpisode', { episodeId, ...reason });
    await api.engine.settled();
    api.engine.clock.forward(2_000);
    expect(await ask({ place })).toMatchObject({ figure: 2, counted: 2, totalCount: 2 });
    const past = { place, asOf: { exactly: asOf } };
    expect(await ask(past)).toMatchObject({ figure: 3, counted: 2, totalCount: 2 });
    expect(await ask(past, PEOPLE.auditor)).toMatchObject({ figure: 3, counted: 3 });
  });
});
