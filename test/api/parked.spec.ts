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
  goalRevisions ${INCOMPLETE}
  referralFunnel ${INCOMPLETE}
  findings ${INCOMPLETE} }`;
/** The same of a part: of what the episode is not, and of what it may be. */
const IN_PART = `query($clinics: [UUID!], $conditions: [String!], $labels: [LabelFilterInput!]) {
  caseload(clinicIds: $clinics, conditions: $conditions) ${INCOMPLETE}
  outcomes(filter: { clinicIds: $clinics, conditions: $conditions, labels: $labels }) ${INCOMPLETE}
  controlChart(figure: RESPONDERS, filter: { clinicIds: $clinics, conditions: $conditions })
    ${INCOMPLETE}
  funnel(figure: RESPONDERS, units: CLINIC, filter: { clinicIds: $clinics }) ${INCOMPLETE}
  goalRevisions(filter: { clinicIds: $clinics, labels: $labels }) ${INCOMPLETE}
  referralFunnel(filter: { clinicIds: $clinics, conditions: $conditions, labels: $labels })
    ${INCOMPLETE}
  findings(filter: { clinicIds: $clinics }) ${INCOMPLETE} }`;
const FROZEN = `query($id: UUID!) { frozenReport(id: $id) {
  report { result incomplete { episodes episodeIds since } } } }`;

interface Parked {
  readonly stream: string;
  readonly position: string;
}

describe('a stream that is parked', () => {
  let api: ApiHost;
  let scene: Scene;
  let sick: ReadyEpisode;
  let well: ReadyEpisode;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    sick = await readyEpisode(api, scene);
    well = await readyEpisode(api, scene);
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
  const lists = ['caseload', 'findings'];
  const covering = [
    ...lists,
    ...['outcomes', 'controlChart', 'funnel', 'goalRevisions', 'referralFunnel'],
  ];
  /** Which answers of a part say that they are not complete. */
  const incompleteIn = async (variables: object, subject: string = PEOPLE.auditor) => {
    const { data, text } = await api.ask(subject, IN_PART, variables);
    if (!data) throw new Error(text);
    return Object.keys(data).filter((name) => data[name]?.['incomplete'] !== null);
  };
  const frozen = async () => {
    const input = { name: 'Week', question: { referralFunnel: {} } };
    const { reportId } = (await api.send(PEOPLE.manager, 'freezeReport', input)) as unknown as {
      readonly reportId: string;
    };
    await api.engine.settled();
    return async () => (await api.ask(PEOPLE.manager, FROZEN, { id: reportId })).data;
  };

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

    const all = [...covering].sort();
    const sorted = async (variables: object) => (await incompleteIn(variables)).sort();
    expect(await sorted({})).toEqual(all);
    expect(await sorted({ clinics: [scene.clinicId] })).toEqual(all);
    expect(await sorted({ clinics: [scene.otherClinicId] })).toEqual([]);
    const ofConditions = (await sorted({ conditions: ['NOT_THIS_ONE'] })).join();
    expect(ofConditions).toBe('findings,funnel,goalRevisions');
    const labels = [{ key: 'arm', code: 'B' }];
    expect((await sorted({ labels })).join()).toBe('caseload,controlChart,findings,funnel');
    const { data: own } = await api.ask(
      PEOPLE.auditor,
      `query($of: UUID!, $other: UUID!) { of: findings(filter: { episodeId: $of }) ${INCOMPLETE}
        other: findings(filter: { episodeId: $other }) ${INCOMPLETE} }`,
      { of: sick.episodeId, other: well.episodeId },
    );
    expect(own).toMatchObject({ of: { incomplete: { episodes: 1 } }, other: { incomplete: null } });
    const frozenThen = await frozen();
    const incomplete = { episodes: 1, episodeIds: [sick.episodeId] };
    const report = { incomplete, result: { received: 2, incomplete } };
    expect(await frozenThen()).toMatchObject({ frozenReport: { report } });

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
    // What was answered then stays as it was; what is answered now has all of it.
    expect(await frozenThen()).toMatchObject({ frozenReport: { report } });
    const complete = { incomplete: null, result: { incomplete: null } };
    expect(await (await frozen())()).toMatchObject({ frozenReport: { report: complete } });

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
