import { defaultPolicy } from '../../src/domain/policy/default';
import { startApi, type ApiHost } from './api-host';
import { CLINICS, POLICY, STAFF } from './read-texts';
import { accepted, PEOPLE, setScene, type Scene } from './scene';

const DAY_MS = 86_400_000;

/** The documents name their fields; what they answer is read as just those. */
interface Clinic {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly closed: boolean;
}
interface Person {
  readonly id: string;
  readonly name: { readonly value: string };
  readonly roles: readonly { readonly role: string; readonly clinicIds: readonly string[] }[];
  readonly specialties: readonly { readonly code: string }[];
  readonly licences: readonly {
    readonly validUntil: string;
    readonly number: { readonly value: string } | null;
  }[];
  readonly retired: boolean;
}

describe('the organisation', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const here = async () => ({ position: String(await api.engine.settled()) });
  const read = async (subject: string, query: string, variables: object = {}) => {
    const answer = await api.ask(subject, query, variables);
    if (answer.errors) throw new Error(answer.text);
    return Object.values(answer.data!)[0] as unknown;
  };
  const clinics = async (variables: object = {}, subject: string = PEOPLE.frontDesk) =>
    ((await read(subject, CLINICS, variables)) as { clinics: Clinic[] }).clinics;
  const staff = async (subject: string, variables: object = {}) =>
    (await read(subject, STAFF, variables)) as {
      staff: Person[];
      totalCount: number;
      next: string | null;
    };
  const names = async (subject: string, variables: object = {}) =>
    (await staff(subject, variables)).staff.map(({ name }) => name.value).sort();

  it('names its clinics with the zone and whether they are closed, now and then', async () => {
    const { clinicId, otherClinicId } = scene;
    const asOf = await here();
    expect(await clinics()).toEqual([
      { id: clinicId, name: 'Sample clinic North', zone: 'Europe/Berlin', closed: false },
      { id: otherClinicId, name: 'Sample clinic South', zone: 'Europe/Berlin', closed: false },
    ]);
    const zone = { clinicId: otherClinicId, zone: 'Asia/Tokyo' };
    await accepted(api, PEOPLE.administrator, 'changeClinicZone', zone);
    await accepted(api, PEOPLE.administrator, 'closeClinic', { clinicId: otherClinicId });
    await api.engine.settled();
    const south = async (variables = {}) =>
      (await clinics(variables)).map((c) => [c.zone, c.closed]);
    expect(await south()).toEqual([
      ['Europe/Berlin', false],
      ['Asia/Tokyo', false],
    ]);
    api.engine.clock.forward(2 * DAY_MS);
    expect(await south({ closed: true })).toEqual([['Asia/Tokyo', true]]);
    expect((await clinics({ closed: false })).map(({ id }) => id)).toEqual([clinicId]);
    expect(await south({ asOf })).toEqual([
      ['Europe/Berlin', false],
      ['Europe/Berlin', false],
    ]);
  });

  it('shows who works in their clinics to those who work there, all to who administers', async () => {
    const north = ['thea', 'theo', 'mara', 'lea', 'fred', 'admin', 'aude'];
    const shown = north.map((name) => `Sample ${name}`).sort();
    for (const who of [PEOPLE.therapist, PEOPLE.manager, PEOPLE.lead, PEOPLE.frontDesk]) {
      expect([who, await names(who)]).toEqual([who, shown]);
    }
    expect(await names('far-manager')).not.toContain('Sample thea');
    expect(await names('far-manager', { clinicIds: [scene.clinicId] })).not.toContain(
      'Sample mara',
    );
    for (const who of [PEOPLE.administrator, PEOPLE.auditor]) {
      expect(await names(who)).toEqual(expect.arrayContaining([...shown, 'Sample nils']));
    }
    const wish = { clinicIds: [scene.clinicId], roles: ['THERAPIST'] };
    expect(await names(PEOPLE.frontDesk, wish)).toEqual(['Sample thea', 'Sample theo']);
    const page = await staff(PEOPLE.frontDesk, { ...wish, first: 1 });
    expect([page.staff.length, page.totalCount, page.next]).toEqual([1, 2, page.staff[0]!.id]);
    const rest = await staff(PEOPLE.frontDesk, { ...wish, after: page.next });
    expect([rest.staff.length, rest.next]).toEqual([1, null]);
  });

  it("tells a licence's number to administrators alone", async () => {
    const { therapistId } = scene;
    const licences = async (subject: string) => {
      const { staff: people } = await staff(subject, { roles: ['THERAPIST'] });
      return people.find(({ id }) => id === therapistId)?.licences;
    };
    const licence = { validUntil: '2030-12-31', number: null };
    expect(await licences(PEOPLE.administrator)).toEqual([
      { ...licence, number: { value: 'L-1' } },
    ]);
    for (const who of [PEOPLE.therapist, PEOPLE.manager, PEOPLE.auditor]) {
      expect(await licences(who)).toEqual([licence]);
    }
  });

  it('shows who retired by their last day, and the past as it was known', async () => {
    const { clinicId } = scene;
    const staffId = await api.employ('rita', 'THERAPIST', [clinicId]);
    const specialty = { staffId, code: 'LYMPHATIC', since: '2020-01-01' };
    await accepted(api, PEOPLE.administrator, 'recordSpecialty', specialty);
    const asOf = await here();
    await accepted(api, PEOPLE.administrator, 'retireStaff', { staffId });
    api.engine.clock.forward(2 * DAY_MS);
    await api.engine.settled();
    const wish = { clinicIds: [clinicId], roles: ['THERAPIST'] };
    expect(await names(PEOPLE.manager, { ...wish, retired: false })).not.toContain('Sample rita');
    const { staff: gone } = await staff(PEOPLE.manager, { ...wish, retired: true });
    expect(gone).toMatchObject([
      {
        id: staffId,
        retired: true,
        roles: [{ role: 'THERAPIST', clinicIds: [clinicId] }],
        specialties: [{ code: 'LYMPHATIC' }],
      },
    ]);
    const then = await names(PEOPLE.manager, { ...wish, retired: false, asOf });
    expect(then).toContain('Sample rita');
  });

  it('shows the policy in force at a moment, each value as decisions take it', async () => {
    const asOf = await here();
    const first = await read(PEOPLE.therapist, POLICY);
    const { version, lapseDays, screening, retentionYears } = defaultPolicy;
    expect(first).toMatchObject({ version, since: null, lapseDays, screening, retentionYears });
    expect(first).toMatchObject({
      techniqueCertificates: [{ technique: 'LYMPHATIC_DRAINAGE', certificate: 'LYMPHATIC' }],
      conditions: expect.arrayContaining([
        expect.objectContaining({ code: 'PARKINSON', specialty: 'NEUROLOGICAL' }),
      ]) as unknown,
    });
    expect(first).toMatchObject({
      instruments: expect.arrayContaining([
        expect.objectContaining({ code: 'NPRS', wholeNumbers: true, max: 10, items: null }),
        expect.objectContaining({
          code: 'NDI',
          items: expect.objectContaining({
            numbered: Array.from({ length: 10 }, (_, place) => ({
              ...{ item: String(place + 1), min: 0, max: 5 },
            })),
            answeredMin: 8,
            namedMax: null,
          }) as unknown,
        }),
        expect.objectContaining({
          code: 'PSFS',
          items: { numbered: [], answeredMin: null, namedMax: 5, namedHighest: 10 },
        }),
      ]) as unknown,
    });
    const since = new Date(api.engine.clock.now() + DAY_MS).toISOString();
    const threshold = { value: 8, type: 'MCID', source: 'Sample paper' };
    const adopted = { version: '2026-2', lapseDays: 45, since };
    const thresholds = [{ instrument: 'NDI', threshold }];
    await accepted(api, PEOPLE.lead, 'adoptPolicy', { ...adopted, thresholds });
    await api.engine.settled();
    expect(await read(PEOPLE.therapist, POLICY)).toMatchObject({ version });
    const later = await read(PEOPLE.therapist, POLICY, { inForceAt: since });
    expect(later).toMatchObject({
      ...{ ...adopted, thresholds },
      instruments: expect.arrayContaining([
        expect.objectContaining({ code: 'NDI', threshold: { value: 8, source: 'Sample paper' } }),
      ]) as unknown,
    });
    api.engine.clock.forward(2 * DAY_MS);
    expect(await read('far-manager', POLICY)).toMatchObject({ version: '2026-2', since });
    const then = await read(PEOPLE.therapist, POLICY, { asOf, inForceAt: since });
    expect(then).toMatchObject({ version });
  });
});
