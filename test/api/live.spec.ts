import { Rounds } from '../../src/api/rounds';
import { shedWhenSlow, type Sheddable } from '../../src/api/slow-readers';
import { startApi, type ApiHost } from './api-host';
import {
  accepted,
  PEOPLE,
  readyEpisode,
  referral,
  registerPatient,
  setScene,
  type Scene,
} from './scene';
import { SocketClient, until } from './socket-client';

const CASELOAD = `subscription Changed($therapistId: UUID!, $after: Position) {
  caseloadChanged(therapistId: $therapistId, after: $after) { kind episodeId position } }`;
const OUTCOMES = `subscription Changed($filter: OutcomeFilterInput, $after: Position) {
  outcomesChanged(filter: $filter, after: $after) { position } }`;
const HOUR_MS = 3_600_000;

describe('news of caseloads and figures', () => {
  let api: ApiHost;
  let scene: Scene;
  let address: string;
  const clients: SocketClient[] = [];
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    address = await api.app.getHttpAdapter().getInstance().listen({ port: 0 });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await until(() => listeners() === 0);
  });
  afterAll(() => api.close());

  const listeners = () => api.app.get(Rounds).size;
  const connect = async (subject: string) => {
    const client = await SocketClient.open(api, address, subject);
    clients.push(client);
    return client;
  };
  const consent = (episodeId: string, formVersion: string) =>
    accepted(api, PEOPLE.therapist, 'giveConsent', {
      episodeId,
      by: 'PATIENT',
      scope: 'TREATMENT',
      formVersion,
    });
  const assign = (episodeId: string, therapistId: string) =>
    accepted(api, PEOPLE.manager, 'assignTherapist', { episodeId, therapistId });

  it('tell which episode of a caseload changed, came or left', async () => {
    const { therapistId, otherTherapistId } = scene;
    const { episodeId } = await readyEpisode(api, scene);
    await api.engine.settled();
    const own = await connect(PEOPLE.therapist);
    const manager = await connect(PEOPLE.manager);
    own.subscribe('own', CASELOAD, { therapistId });
    manager.subscribe('other', CASELOAD, { therapistId: otherTherapistId });
    await until(() => listeners() === 2);
    await consent(episodeId, 'A');
    await until(() => own.told('own').length === 1);
    expect(own.told('own')[0]).toMatchObject({ kind: 'CHANGED', episodeId });
    expect(manager.told('other')).toEqual([]);
    await assign(episodeId, otherTherapistId);
    await until(() => own.told('own').length === 2 && manager.told('other').length === 1);
    expect(own.told('own')[1]).toMatchObject({ kind: 'CHANGED', episodeId });
    expect(manager.told('other')[0]).toMatchObject({ kind: 'CHANGED', episodeId });
  });

  it('go on after a position, and say so where that is too old to tell', async () => {
    const { therapistId } = scene;
    const { episodeId } = await readyEpisode(api, scene);
    const after = String(await api.engine.settled());
    const { version } = await consent(episodeId, 'B');
    const head = await api.engine.settled();
    const client = await connect(PEOPLE.therapist);
    client.subscribe('resumed', CASELOAD, { therapistId, after });
    await until(() => client.told('resumed').length === 1);
    expect(version).toBeGreaterThan(0);
    const [told] = client.told('resumed');
    expect(told).toMatchObject({ kind: 'CHANGED', episodeId, position: String(head) });
    client.subscribe('up to date', CASELOAD, { therapistId, after: String(head) });
    const changes = jest.spyOn(api.app.get(Rounds), 'changes').mockResolvedValueOnce(null);
    client.subscribe('too old', CASELOAD, { therapistId, after: '1' });
    await until(() => client.told('too old').length === 1);
    changes.mockRestore();
    expect(client.told('too old')).toMatchObject([{ kind: 'RESYNC', episodeId: null }]);
    expect(client.told('up to date')).toEqual([]);
  });

  it('are for who may read, and end with the right', async () => {
    const { therapistId, clinicId } = scene;
    const { episodeId } = await readyEpisode(api, scene);
    const frontDesk = await connect(PEOPLE.frontDesk);
    const other = await connect(PEOPLE.otherTherapist);
    frontDesk.subscribe('c', CASELOAD, { therapistId });
    frontDesk.subscribe('o', OUTCOMES);
    other.subscribe('c', CASELOAD, { therapistId });
    await until(() => frontDesk.news.length === 2 && other.news.length === 1);
    const said = [...frontDesk.news, ...other.news].map((message) => JSON.stringify(message));
    expect(said.filter((text) => text.includes('FORBIDDEN'))).toHaveLength(2);
    expect(said.filter((text) => text.includes('NOT_FOUND'))).toHaveLength(1);
    const staffId = await api.employ('short', 'MANAGER', [clinicId]);
    const short = await connect('short');
    short.subscribe('c', CASELOAD, { therapistId });
    short.subscribe('o', OUTCOMES);
    await until(() => listeners() === 2);
    const loaded = await api.engine.streams.load('staff', staffId);
    const grantId = loaded.folded.state!.roles[0]!.id;
    await accepted(api, PEOPLE.administrator, 'withdrawRole', { staffId, grantId, reason: 'Left' });
    await consent(episodeId, 'C');
    await until(() => short.news.length >= 2 && listeners() === 0);
    expect([...short.told('c'), ...short.told('o')]).toEqual([]);
    expect(JSON.stringify(short.news)).toContain('FORBIDDEN');
  });

  it('hide what is at a clinic that the person does not see', async () => {
    const { therapistId, otherClinicId } = scene;
    await api.employ('south', 'MANAGER', [otherClinicId]);
    const { episodeId } = await readyEpisode(api, scene);
    const south = await connect('south');
    south.subscribe('c', CASELOAD, { therapistId });
    south.subscribe('o', OUTCOMES);
    const north = await connect(PEOPLE.manager);
    north.subscribe('c', CASELOAD, { therapistId });
    north.subscribe('o', OUTCOMES);
    await until(() => listeners() === 4);
    await consent(episodeId, 'D');
    await until(() => north.told('c').length === 1 && north.told('o').length === 1);
    expect(south.news).toEqual([]);
  });

  it('tell figures by the latest position, at most once a second', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    await api.engine.settled();
    const client = await connect(PEOPLE.manager);
    client.subscribe('o', OUTCOMES, { filter: { labels: [{ key: 'arm', code: 'A' }] } });
    client.subscribe('none', OUTCOMES, { filter: { labels: [{ key: 'arm', code: 'Z' }] } });
    await until(() => listeners() === 2);
    const started = performance.now();
    for (let i = 0; i < 20; i++) await consent(episodeId, `E${i}`);
    const head = String(await api.engine.settled());
    await until(() => client.told('o').some(({ position }) => position === head));
    const seconds = (performance.now() - started) / 1_000;
    expect(client.told('o').length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    expect(client.told('none')).toEqual([]);
  });

  it('tell that a day began in the zone of the clinic', async () => {
    const { therapistId, clinicId } = scene;
    const patientId = await registerPatient(api, clinicId);
    const input = referral(clinicId, patientId);
    const { episodeId } = await accepted(api, PEOPLE.frontDesk, 'receiveReferral', input);
    await accepted(api, PEOPLE.manager, 'acceptReferral', { episodeId });
    await assign(episodeId, therapistId);
    await api.engine.settled();
    const client = await connect(PEOPLE.manager);
    client.subscribe('c', CASELOAD, { therapistId });
    client.subscribe('o', OUTCOMES);
    await until(() => listeners() === 2);
    // 08:00 UTC is 09:00 in Berlin: at 22:50 UTC it is still the same day there.
    api.engine.clock.forward(14.8 * HOUR_MS);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(client.news).toEqual([]);
    // 23:02 UTC: the next day has begun in Berlin, and not in UTC.
    api.engine.clock.forward(0.25 * HOUR_MS);
    await until(() => client.told('c').length === 1 && client.told('o').length === 1);
    expect(client.told('c')[0]).toMatchObject({ kind: 'NEW_DAY', episodeId: null });
  });
});

describe('a slow reader', () => {
  const socket = (bufferedAmount: () => number) => {
    const calls: string[] = [];
    const shed: Sheddable = {
      get bufferedAmount() {
        return bufferedAmount();
      },
      close: (code) => calls.push(`close ${code}`),
      terminate: () => calls.push('terminate'),
      once: () => undefined,
    };
    return { shed, calls };
  };
  const limits = { bufferedBytes: 1_000, stuckMs: 1_000, everyMs: 100, graceMs: 500 };
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is shed when too much waits, and ended when it does not even read that', () => {
    const { shed, calls } = socket(() => 1_001);
    shedWhenSlow(shed, limits);
    jest.advanceTimersByTime(100);
    expect(calls).toEqual(['close 1013']);
    jest.advanceTimersByTime(5_000);
    expect(calls).toEqual(['close 1013', 'terminate']);
  });

  it('is shed when a little waits for long, and not when that leaves in between', () => {
    const stuck = socket(() => 1);
    shedWhenSlow(stuck.shed, limits);
    let looked = 0;
    const busy = socket(() => (looked++ % 5 === 0 ? 0 : 999));
    shedWhenSlow(busy.shed, limits);
    jest.advanceTimersByTime(900);
    expect(stuck.calls).toEqual([]);
    jest.advanceTimersByTime(100);
    expect(stuck.calls).toEqual(['close 1013']);
    jest.advanceTimersByTime(10_000);
    expect(busy.calls).toEqual([]);
  });
});
