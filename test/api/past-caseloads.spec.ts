import { startApi, type ApiHost } from './api-host';
import { CASELOAD } from './read-texts';
import { accepted, PEOPLE, readyEpisode, setScene, type ReadyEpisode, type Scene } from './scene';
import { discharged, treatedEpisode, type TreatedEpisode } from './treated';

const YEARS_MS = 11 * 366 * 86_400_000;

interface Node {
  readonly episodeId: string;
  readonly flags: readonly string[];
  readonly patient: { readonly name: { readonly value: string | null; readonly erased: boolean } };
}

/** In this order: each test goes on from the one before. */
describe('a past caseload that was asked before', () => {
  let api: ApiHost;
  let scene: Scene;
  let treated: TreatedEpisode;
  let handedOver: ReadyEpisode;
  let voided: ReadyEpisode;
  let asOf: { readonly position: string };
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('priya', 'PRIVACY_OFFICER');
    await api.employ('paul', 'PRIVACY_OFFICER');
    treated = await treatedEpisode(api, scene);
    // Of other times, by which a caseload is in order.
    api.engine.clock.forward(60_000);
    handedOver = await readyEpisode(api, scene);
    api.engine.clock.forward(60_000);
    voided = await readyEpisode(api, scene);
    asOf = { position: String(await api.engine.settled()) };
  });
  afterAll(() => api.close());

  const ask = async (subject: string, moment: object = asOf) => {
    const readStreams = jest.spyOn(api.engine.store, 'readStreams');
    const { text } = await api.ask(subject, CASELOAD, { first: 50, asOf: moment });
    const folded = readStreams.mock.calls.flatMap(([streams]) =>
      streams.filter((stream) => stream.startsWith('episode-')),
    );
    readStreams.mockRestore();
    const { data } = JSON.parse(text) as {
      data: { caseload: { totalCount: number; edges: readonly { node: Node }[] } };
    };
    const nodes = data.caseload.edges.map(({ node }) => node);
    expect(data.caseload.totalCount).toBe(nodes.length);
    return { text, folded, nodes, ids: nodes.map(({ episodeId }) => episodeId) };
  };
  const idsOf = (...episodes: ReadyEpisode[]) => episodes.map(({ episodeId }) => episodeId);

  it('is not folded again, whoever asks', async () => {
    const first = await ask(PEOPLE.manager);
    expect(first.ids).toEqual(idsOf(treated, handedOver, voided));
    expect(new Set(first.folded).size).toBe(3);
    expect(await ask(PEOPLE.manager)).toEqual({ ...first, folded: [] });
    expect(await ask(PEOPLE.therapist)).toEqual({ ...first, folded: [] });
  });

  it('is judged at the moment that is asked', async () => {
    const evaluatedAt = new Date(api.engine.clock.now() + 90 * 86_400_000).toISOString();
    const { folded, nodes } = await ask(PEOPLE.manager, { exactly: { ...asOf, evaluatedAt } });
    expect(folded).toEqual([]);
    expect(nodes.every(({ flags }) => flags.includes('GOAL_OVERDUE'))).toBe(true);
    const now = await ask(PEOPLE.manager);
    expect(now.nodes.some(({ flags }) => flags.includes('GOAL_OVERDUE'))).toBe(false);
  });

  it('follows the rights of today', async () => {
    const { episodeId } = handedOver;
    const therapistId = scene.otherTherapistId;
    await accepted(api, PEOPLE.manager, 'assignTherapist', {
      episodeId,
      therapistId,
      handover: 'A',
    });
    await api.engine.settled();
    expect((await ask(PEOPLE.therapist)).ids).toEqual(idsOf(treated, voided));
    expect((await ask(PEOPLE.manager)).ids).toEqual(idsOf(treated, handedOver, voided));
  });

  it('has nothing that was voided since, but for who checks on the others', async () => {
    const { episodeId } = voided;
    const reason = { voidReason: 'WRONG_PATIENT', words: 'Of another' };
    await accepted(api, PEOPLE.manager, 'voidEpisode', { episodeId, ...reason });
    await api.engine.settled();
    expect((await ask(PEOPLE.manager)).ids).toEqual(idsOf(treated, handedOver));
    expect((await ask(PEOPLE.therapist)).ids).toEqual(idsOf(treated));
    expect((await ask(PEOPLE.auditor)).ids).toEqual(idsOf(treated, handedOver, voided));
  });

  it('tells no name that was erased since', async () => {
    const name = async () => (await ask(PEOPLE.auditor)).nodes[0]!.patient.name;
    await discharged(api, treated, 2);
    expect(await name()).toEqual({ value: 'Erika Muster', erased: false });
    api.engine.clock.forward(YEARS_MS);
    const { patientId } = treated;
    const asked = { patientId, reason: 'Wants it' };
    const { requestId } = await accepted(api, PEOPLE.frontDesk, 'requestErasure', asked);
    const wish = { patientId, requestId };
    await accepted(api, 'priya', 'approveErasure', { ...wish, legalBasis: 'CONSENT_WITHDRAWN' });
    await accepted(api, 'paul', 'executeErasure', wish);
    await api.engine.settled();
    expect(await name()).toEqual({ value: null, erased: true });
    const { folded } = await ask(PEOPLE.auditor);
    expect(folded).toEqual([]);
  });
});
