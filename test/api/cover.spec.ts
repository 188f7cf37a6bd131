import { startApi, type ApiHost } from './api-host';
import { CASELOAD, EPISODE } from './read-texts';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';

const DAY_MS = 86_400_000;

describe('cover', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
  });
  afterAll(() => api.close());

  const dayFrom = (days: number) =>
    new Date(api.engine.clock.now() + days * DAY_MS).toISOString().slice(0, 10);
  const codeOf = async (subject: string, query: string, variables: object) =>
    (await api.ask(subject, query, variables)).errors?.[0]?.extensions['code'] ?? 'OK';

  it('lets one therapist read and treat what another carries, for its days alone', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    await api.engine.settled();
    const { therapistId, otherTherapistId: staffId } = scene;
    const reads = () => codeOf(PEOPLE.otherTherapist, EPISODE, { id: episodeId });
    const lists = () => codeOf(PEOPLE.otherTherapist, CASELOAD, { therapistId });
    const hold = { episodeId, holdReason: 'ILLNESS', check: true };
    const treats = () => api.send(PEOPLE.otherTherapist, 'putOnHold', hold);
    expect([await reads(), await lists()]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    await expect(treats()).rejects.toThrow('NOT_FOUND');

    // Two days away whatever the clinic's zone: not yet today, over the day after.
    const cover = { staffId, therapistId, from: dayFrom(2), to: dayFrom(4) };
    const granted = await accepted(api, PEOPLE.administrator, 'grantCover', cover);
    expect([await reads(), await lists()]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    api.engine.clock.forward(3 * DAY_MS);
    expect([await reads(), await lists()]).toEqual(['OK', 'OK']);
    expect(await treats()).toMatchObject({ __typename: 'EpisodeAccepted' });
    // One therapist's cover is nobody else's.
    expect(await codeOf(PEOPLE.farTherapist, EPISODE, { id: episodeId })).toBe('NOT_FOUND');

    const end = { staffId, coverId: granted.coverId };
    await accepted(api, PEOPLE.administrator, 'endCover', end);
    expect([await reads(), await lists()]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(await api.send(PEOPLE.administrator, 'endCover', { ...end, check: true })).toMatchObject(
      {
        appended: false,
      },
    );
  });

  it('is arranged by administrators', async () => {
    const { therapistId, otherTherapistId: staffId } = scene;
    const cover = { staffId, therapistId, from: dayFrom(0), to: dayFrom(1) };
    await expect(api.send(PEOPLE.otherTherapist, 'grantCover', cover)).rejects.toThrow('FORBIDDEN');
  });

  it('ends, with all rights, for who retires; open episodes are told', async () => {
    const { therapistId } = scene;
    await api.engine.settled();
    const retire = { staffId: therapistId, lastDay: dayFrom(-2) };
    const dry = await accepted(api, PEOPLE.administrator, 'retireStaff', {
      ...retire,
      check: true,
    });
    expect(dry.warnings.map(({ code }) => code)).toEqual(['OPEN_EPISODES_CARRIED']);
    expect(await codeOf(PEOPLE.therapist, CASELOAD, {})).toBe('OK');
    await accepted(api, PEOPLE.administrator, 'retireStaff', retire);
    expect(await codeOf(PEOPLE.therapist, CASELOAD, {})).toBe('FORBIDDEN');
  });

  it("begins and ends, as roles do, with the clinic's days", async () => {
    const zone = 'Pacific/Auckland';
    const opened = await accepted(api, PEOPLE.administrator, 'openClinic', {
      name: 'Far clinic',
      zone,
      address: 'Far',
    });
    const { clinicId } = opened;
    const there = await api.employ('kiri', 'FRONT_DESK', [clinicId]);
    const loaded = await api.engine.streams.load('staff', there);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(
      api.engine.clock.now(),
    );
    expect(loaded.folded.state!.roles[0]!.from).toBe(today);
    await accepted(api, 'kiri', 'registerPatient', { clinicId, name: 'Sample Patient' });
  });
});
