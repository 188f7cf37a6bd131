import { randomUUID } from 'node:crypto';
import { appendRaw } from '../engine/raw-event';
import { startApi, type ApiHost } from './api-host';
import { PEOPLE, readyEpisode, setScene, type ReadyEpisode, type Scene } from './scene';

const PARKED = '{ projections { parked { stream position error since } models { error } } }';
const INCOMPLETE = '{ incomplete { episodes episodeIds since } }';
const ANSWERS = `query($id: UUID!) {
  episode(id: $id) { id version stale { since reason } }
  caseload ${INCOMPLETE}
  outcomes ${INCOMPLETE}
  controlChart(figure: RESPONDERS) ${INCOMPLETE}
  funnel(figure: RESPONDERS, units: CLINIC) ${INCOMPLETE}
  goalRevisions ${INCOMPLETE} }`;

interface Parked {
  readonly stream: string;
  readonly position: string;
}

describe('a stream that is parked', () => {
  let api: ApiHost;
  let scene: Scene;
  let sick: ReadyEpisode;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    sick = await readyEpisode(api, scene);
    await readyEpisode(api, scene);
    await api.employ('ollie', 'OPERATOR');
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const parked = async (): Promise<readonly Parked[]> => {
    const { data } = await api.ask('ollie', PARKED);
    // The document asks for these.
    return (data!['projections'] as unknown as { parked: readonly Parked[] }).parked;
  };
  const answers = async (subject: string, id = sick.episodeId) =>
    (await api.ask(subject, ANSWERS, { id })).data!;
  const covering = ['caseload', 'outcomes', 'controlChart', 'funnel', 'goalRevisions'];

  it('is told, tried again and, when nothing helps, goes on without the entry', async () => {
    const stream = `episode-${sick.episodeId}`;
    const version = (await api.engine.streams.load('episode', sick.episodeId)).version;
    const poison = await appendRaw(api.engine, stream, { type: 'Renamed', data: {} });
    await api.engine.settled();
    const position = String(poison);
    expect(await parked()).toMatchObject([{ stream, position }]);

    const told = await answers(PEOPLE.manager);
    const reason = 'An entry of it cannot be shown by this service.';
    expect(told['episode']).toMatchObject({ version, stale: { reason } });
    for (const name of covering) {
      const incomplete = { episodes: 1, episodeIds: [sick.episodeId] };
      expect([name, told[name]]).toMatchObject([name, { incomplete }]);
    }
    const asOf = { position: String(poison - 1) };
    const before = await api.ask(
      PEOPLE.manager,
      `query($id: UUID!, $asOf: AsOf) { episode(id: $id, asOf: $asOf) { stale { since } }
        caseload(asOf: $asOf) ${INCOMPLETE} }`,
      { id: sick.episodeId, asOf },
    );
    expect(before.data).toEqual({ episode: { stale: null }, caseload: { incomplete: null } });
    const far = await api.ask('far-manager', `{ caseload ${INCOMPLETE} outcomes ${INCOMPLETE} }`);
    expect(far.data).toEqual({ caseload: { incomplete: null }, outcomes: { incomplete: null } });

    const retry = await api.send('ollie', 'retryStream', { stream, reason: 'Updated' });
    expect(retry).toMatchObject({ __typename: 'OperationsAccepted' });
    expect(await parked()).toMatchObject([{ stream, position }]);

    const wish = { stream, position, reason: 'Of a release that was taken back' };
    const dry = await api.send('ollie', 'skipEntry', { ...wish, check: true });
    expect(dry).toMatchObject({ __typename: 'OperationsAccepted', appended: false });
    const none = await api.send('ollie', 'skipEntry', { stream, position });
    expect(none).toMatchObject({ __typename: 'Refused', code: 'RELEASE_NEEDS_REASON' });
    expect(await parked()).toHaveLength(1);
    const named = { ...wish, commandId: randomUUID() };
    const skipped = await api.send('ollie', 'skipEntry', named);
    expect(skipped).toMatchObject({ __typename: 'OperationsAccepted', appended: true });
    expect(await api.send('ollie', 'skipEntry', named)).toMatchObject({
      position: (skipped as unknown as { position: string }).position,
      appended: false,
    });
    await api.engine.settled();
    expect(await parked()).toEqual([]);
    const after = await answers(PEOPLE.manager);
    expect(after['episode']).toMatchObject({ version: version + 2, stale: null });
    for (const name of covering) expect(after[name]).toEqual({ incomplete: null });

    const input = { episodeId: sick.episodeId, severity: 'MILD', description: 'Sore' };
    expect(await api.send(PEOPLE.therapist, 'reportReaction', input)).toMatchObject({
      __typename: 'EpisodeAccepted',
    });
    const again = await api.send('ollie', 'retryStream', { stream, reason: 'Again' });
    expect(again).toMatchObject({ __typename: 'Refused', code: 'STREAM_NOT_PARKED' });
  });

  it('is released by operators and administrators alone', async () => {
    const text = `mutation($input: RetryStreamInput!) { retryStream(input: $input) { __typename } }`;
    const input = { stream: `episode-${sick.episodeId}`, reason: 'Mine' };
    for (const subject of [PEOPLE.manager, PEOPLE.therapist, PEOPLE.auditor]) {
      const answer = await api.ask(subject, text, { input });
      expect([subject, answer.errors?.[0]?.extensions['code']]).toEqual([subject, 'FORBIDDEN']);
    }
    const wrong = { ...input, stream: 'nothing', position: '1' };
    const skip = `mutation($input: SkipEntryInput!) { skipEntry(input: $input) { __typename } }`;
    const answer = await api.ask('ollie', skip, { input: wrong });
    expect(answer.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });
});
