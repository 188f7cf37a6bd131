import { randomUUID } from 'node:crypto';
import { defaultScreening } from '../../src/domain/policy/contraindications';
import { startApi, type ApiHost } from './api-host';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('contraindications through the API', () => {
  let api: ApiHost;
  let scene: Scene;
  let episodeId: string;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
  });
  beforeEach(async () => {
    ({ episodeId } = await readyEpisode(api, scene));
  });
  afterAll(() => api.close());

  const treat = (mutation: string, input: object) =>
    accepted(api, PEOPLE.therapist, mutation, { episodeId, ...input });
  const send = (mutation: string, input: object) =>
    api.send(PEOPLE.therapist, mutation, { episodeId, ...input });
  const asked = (...present: string[]) =>
    [...new Set([...defaultScreening, ...present])].map((kind) => ({
      kind,
      present: present.includes(kind),
    }));
  const planned = { techniques: ['MYOFASCIAL_RELEASE'], sites: ['NECK'], pressure: 'MODERATE' };
  const start = (...present: string[]) => ({
    therapistId: scene.therapistId,
    planned,
    screening: asked(...present),
  });

  it('goes from the entry over a clearance to a session, and to the end of it', async () => {
    const recorded = await treat('recordContraindication', {
      kind: 'DVT_HISTORY',
      words: 'After the flight in 2019',
    });
    expect(recorded.policy).toBe('default-1');
    const contraindicationId = recorded.contraindicationId;
    expect(contraindicationId).toBe(recorded.events[0]!.id);

    const refused = await send('startSession', start('DVT_HISTORY'));
    expect(refused).toMatchObject({ code: 'CLEARANCE_MISSING', refusedBy: 'default-1' });
    const clearance = {
      contraindicationId,
      by: { role: 'PHYSICIAN', name: 'Dr Sample' },
      authority: 'LETTER-17',
      conditions: { pressureAbove: 'MODERATE' },
      until: '2026-12-31',
    };
    const own = { ...clearance, by: { role: 'PHYSICIAN', staffId: scene.therapistId } };
    expect(await send('clearContraindication', own)).toMatchObject({
      code: 'CLEARED_BY_TREATING_THERAPIST',
    });
    await treat('clearContraindication', clearance);
    await treat('startSession', start('DVT_HISTORY'));

    const resolution = { contraindicationId, by: { role: 'THERAPIST' }, evidence: 'No more' };
    expect(await send('resolveContraindication', resolution)).toMatchObject({
      code: 'RESOLUTION_ROLE_NOT_ALLOWED',
    });
    const read = await episode();
    expect(read).toMatchObject({
      contraindications: [
        {
          kind: 'DVT_HISTORY',
          absolute: false,
          words: { value: 'After the flight in 2019' },
          clearance: { holds: true, by: { name: { value: 'Dr Sample' } } },
          resolved: null,
        },
      ],
      sessions: [{ screening: { asked: true, answers: asked('DVT_HISTORY') } }],
    });
    await treat('resolveContraindication', { ...resolution, by: { role: 'PHYSICIAN' } });
    expect((await episode()).contraindications).toMatchObject([
      { resolved: { by: { role: 'PHYSICIAN' }, evidence: { value: 'No more' } } },
    ]);
  });

  it('records what was held in spite of it, with a reason', async () => {
    await treat('recordContraindication', { kind: 'FEVER_OR_INFECTION' });
    api.engine.clock.forward(HOUR_MS);
    const endedAt = api.engine.clock.now();
    const session = {
      therapistId: scene.therapistId,
      startedAt: new Date(endedAt - 50 * MINUTE_MS).toISOString(),
      endedAt: new Date(endedAt).toISOString(),
      given: planned,
      screening: asked('FEVER_OR_INFECTION'),
    };
    expect(await send('completeSession', session)).toMatchObject({
      code: 'DEVIATION_NEEDS_REASON',
    });
    const held = await treat('completeSession', { ...session, reason: 'Noticed afterwards' });
    expect(held.deviations).toMatchObject([{ code: 'CONTRAINDICATION_BARS' }]);
  });

  it('answers a repeated command once, and a dry run without an entry', async () => {
    const input = { kind: 'PREGNANCY', commandId: randomUUID() };
    const dry = await treat('recordContraindication', { ...input, check: true });
    expect(dry).toMatchObject({ appended: false, events: [{ type: 'ContraindicationRecorded' }] });
    const first = await treat('recordContraindication', input);
    const again = await treat('recordContraindication', input);
    expect(first).toMatchObject({ appended: true });
    expect(again).toMatchObject({
      appended: false,
      contraindicationId: first.contraindicationId,
      policy: first.policy,
    });
  });

  it('is corrected, by what should have been said', async () => {
    const recorded = await treat('recordContraindication', { kind: 'OPEN_WOUND_OR_BURN' });
    expect(recorded.warnings).toMatchObject([{ code: 'CONTRAINDICATION_SITE_MISSING' }]);
    await treat('correctEntry', {
      entryId: recorded.contraindicationId,
      replacement: { contraindication: { kind: 'OPEN_WOUND_OR_BURN', bodySite: 'KNEE' } },
      words: 'The knee',
    });
    expect((await episode()).contraindications).toMatchObject([
      { id: recorded.contraindicationId, bodySite: 'KNEE', bars: { all: false, sites: ['KNEE'] } },
    ]);
  });

  it('is for a lead too, and not for the desk', async () => {
    const input = { episodeId, kind: 'PREGNANCY' };
    await accepted(api, PEOPLE.lead, 'recordContraindication', input);
    await expect(api.send(PEOPLE.frontDesk, 'recordContraindication', input)).rejects.toThrow();
  });

  async function episode(): Promise<Readonly<Record<string, unknown>>> {
    const { data } = await api.ask(
      PEOPLE.therapist,
      `query ($id: UUID!) { episode(id: $id) {
        contraindications { id kind bodySite absolute words { value }
          bars { all sites techniques pressureAbove }
          clearance { holds by { role name { value } } }
          resolved { by { role } evidence { value } } }
        conditions { condition specialty precautions breaksMin }
        sessions { screening { asked answers { kind present } } } } }`,
      { id: episodeId },
    );
    return data!['episode']!;
  }
});
