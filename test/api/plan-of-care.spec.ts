import { startApi, type ApiHost } from './api-host';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const EPISODE = `query Read($id: UUID!, $atLeast: AtLeast) { episode(id: $id, atLeast: $atLeast) {
  plan { certifyBy
    current { id from until sessionsPerWeek sessionMinutes techniques weeks reason { value } }
    versions { id }
    certified { on until signedBy { value } } }
  sessions { id status bookedFrom therapist { id } }
} }`;
const CASELOAD = `query List($atLeast: AtLeast) { caseload(atLeast: $atLeast) {
  edges { node { episodeId flags deadlines { certifyBy } } } } }`;

describe('a plan of care through the API', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await accepted(api, PEOPLE.lead, 'adoptPolicy', {
      version: 'certified',
      planCertification: { conditions: [], payers: ['PUBLIC'], withinDays: 5, everyDays: 90 },
    });
  });
  afterAll(() => api.close());

  const latest = async () => ({ position: String((await api.engine.store.head()).position) });
  const read = async (id: string) => {
    const answer = await api.ask(PEOPLE.therapist, EPISODE, { id, atLeast: await latest() });
    return answer.data?.episode;
  };
  const listed = async (episodeId: string) => {
    const { data } = await api.ask(PEOPLE.therapist, CASELOAD, { atLeast: await latest() });
    const { edges } = data!.caseload as { edges: readonly { node: { episodeId: string } }[] };
    return edges.find(({ node }) => node.episodeId === episodeId)?.node;
  };

  const plan = { sessionsPerWeek: 1, sessionMinutes: 50, techniques: ['HEAT'], weeks: 4 };

  it('is set, wants a signature in time, is revised and certified', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const set = await accepted(api, PEOPLE.therapist, 'setPlanOfCare', { episodeId, ...plan });
    expect(await listed(episodeId)).toMatchObject({ flags: ['CERTIFICATION_DUE'] });
    const revised = await accepted(api, PEOPLE.therapist, 'revisePlanOfCare', {
      episodeId,
      revises: set.planVersionId,
      weeks: 6,
      words: 'It takes longer',
    });
    const certification = {
      episodeId,
      planVersionId: set.planVersionId,
      referrer: { role: 'PHYSICIAN' },
      saidBy: 'Dr Sample',
    };
    const stale = await api.send(PEOPLE.frontDesk, 'certifyPlanOfCare', certification);
    expect(stale).toMatchObject({ __typename: 'Refused', code: 'PLAN_VERSION_STALE' });
    await accepted(api, PEOPLE.frontDesk, 'certifyPlanOfCare', {
      ...certification,
      planVersionId: revised.planVersionId,
    });
    expect(await read(episodeId)).toMatchObject({
      plan: {
        current: {
          id: revised.planVersionId,
          sessionsPerWeek: 1,
          techniques: ['HEAT'],
          weeks: 6,
          reason: { value: 'It takes longer' },
        },
        versions: [{ id: set.planVersionId }, { id: revised.planVersionId }],
        certified: { signedBy: { value: 'Dr Sample' } },
      },
    });
    expect(await listed(episodeId)).toMatchObject({ flags: [] });
  });

  it('warns of what is booked without a signature; a booking is moved', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const { therapistId, otherTherapistId } = scene;
    const at = (ms: number) => new Date(api.engine.clock.now() + ms).toISOString();
    const slot = { from: at(DAY_MS), to: at(DAY_MS + HOUR_MS) };
    const booking = { episodeId, therapistId, ...slot };
    const unplanned = await accepted(api, PEOPLE.frontDesk, 'scheduleSession', booking);
    expect(unplanned.warnings).toMatchObject([{ code: 'PLAN_MISSING' }]);
    await accepted(api, PEOPLE.therapist, 'setPlanOfCare', { episodeId, ...plan });
    const moved = await accepted(api, PEOPLE.frontDesk, 'rescheduleSession', {
      episodeId,
      sessionId: unplanned.sessionId,
      from: at(2 * DAY_MS),
      to: at(2 * DAY_MS + HOUR_MS),
      therapistId: otherTherapistId,
      words: 'The patient asked',
    });
    expect(moved.warnings).toMatchObject([{ code: 'PLAN_NOT_CERTIFIED' }]);
    expect(await read(episodeId)).toMatchObject({
      sessions: [
        { id: unplanned.sessionId, status: 'BOOKED', therapist: { id: otherTherapistId } },
      ],
    });
  });

  it('is corrected', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const set = await accepted(api, PEOPLE.therapist, 'setPlanOfCare', { episodeId, ...plan });
    await accepted(api, PEOPLE.therapist, 'correctEntry', {
      episodeId,
      entryId: set.planVersionId,
      replacement: { planOfCare: { ...plan, weeks: 2 } },
      words: 'A slip',
    });
    expect(await read(episodeId)).toMatchObject({
      plan: { versions: [{ id: set.planVersionId }], current: { weeks: 2 } },
    });
  });
});
