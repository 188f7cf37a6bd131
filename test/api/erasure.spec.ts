import { randomUUID } from 'node:crypto';
import { verifyLog } from '../../src/store/chain';
import { unwrapKey } from '../../src/store/sealing';
import { startApi, type ApiHost } from './api-host';
import { CASELOAD, EPISODE, HISTORY } from './read-texts';
import { accepted, PEOPLE, referral, registerPatient, setScene, type Scene } from './scene';
import { discharged, treatedEpisode, type TreatedEpisode } from './treated';

const RECORD = `query Record($id: UUID!, $asOf: AsOf) { patient(id: $id, asOf: $asOf) {
  aliases erasedAt patient { id name { value erased } contact { value erased } } } }`;
const PROTECTION = `query Protection($id: UUID!) { patientProtection(id: $id) {
  erasure { status executedAt executedBy { id } legalBasis reason { value erased } } } }`;
const FOUND = `query Found($search: String!, $asOf: AsOf) {
  patients(search: $search, asOf: $asOf, first: 100) { patients { id } } }`;
const FIGURES = `query Figures($asOf: AsOf) { outcomes(asOf: $asOf) { groups { key } } }`;
const ELEVEN_YEARS_MS = 11 * 366 * 86_400_000;

/** Documents of a spec name their fields; what they answer is read as just those. */
type Told = Readonly<Record<string, never>>;

describe('an erasure that is executed', () => {
  let api: ApiHost;
  let scene: Scene;
  let second: TreatedEpisode;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('priya', 'PRIVACY_OFFICER');
    await api.employ('paul', 'PRIVACY_OFFICER');
    // Licences end long before the years that a record is kept.
    second = await treatedEpisode(api, scene);
    await discharged(api, second, 2);
  });
  afterAll(() => api.close());

  const read = async (subject: string, query: string, variables: object): Promise<Told> => {
    const answer = await api.ask(subject, query, variables);
    if (answer.errors) throw new Error(answer.text);
    return Object.values(answer.data!)[0] as unknown as Told;
  };
  const here = async () => ({ position: String(await api.engine.settled()) });
  const approved = async (patientId: string) => {
    const reason = 'Wants it gone, says Zdenka';
    const asked = await accepted(api, PEOPLE.frontDesk, 'requestErasure', { patientId, reason });
    const wish = { patientId, requestId: asked.requestId };
    await accepted(api, 'priya', 'approveErasure', { ...wish, legalBasis: 'CONSENT_WITHDRAWN' });
    return wish;
  };
  const keyRows = async () => {
    const { rows } = await api.engine.pool.query<{ owner: string; wrapped: Buffer }>(
      'select owner, wrapped from keys.person_key order by owner',
    );
    return new Map(rows.map(({ owner, wrapped }) => [owner, wrapped]));
  };

  it('takes every text, now and as of any moment, and leaves all else as it was', async () => {
    const treated = await treatedEpisode(api, scene);
    const { patientId: one, episodeId } = treated;
    let other = await registerPatient(api, scene.clinicId);
    while (other > one) other = await registerPatient(api, scene.clinicId);
    const details = { patientId: other, name: 'Zdenka Vergessen', contact: '030 998877' };
    await accepted(api, PEOPLE.frontDesk, 'correctPatientDetails', details);
    await discharged(api, treated, 2);
    await accepted(api, PEOPLE.manager, 'mergePatients', { patientId: one, otherPatientId: other });
    const bystander = await registerPatient(api, scene.clinicId);
    const before = await here();
    const figures = await read(PEOPLE.lead, FIGURES, { asOf: before });
    const found = await read(PEOPLE.frontDesk, FOUND, { search: 'zdenka' });
    expect(found).toMatchObject({ patients: [{ id: other }] });
    api.engine.clock.forward(ELEVEN_YEARS_MS);
    const wish = await approved(other);
    const keys = await keyRows();
    const { current: oldMaster } = readMaster();

    const hold = await accepted(api, 'paul', 'placeLegalHold', { patientId: other, reason: 'A' });
    expect(await api.send('paul', 'executeErasure', wish)).toMatchObject({
      code: 'LEGAL_HOLD_IN_FORCE',
    });
    const { holdId } = hold;
    await accepted(api, 'paul', 'liftLegalHold', { patientId: other, holdId });
    const dry = await accepted(api, 'paul', 'executeErasure', { ...wish, check: true });
    expect(dry).toMatchObject({ appended: false, erasedIds: [other, one] });
    expect(await keyRows()).toEqual(keys);
    expect(await api.engine.pool.query('select from keys.erasure')).toMatchObject({ rowCount: 0 });

    const commandId = randomUUID();
    const input = { ...wish, commandId, reason: 'Zdenka is told' };
    const done = await accepted(api, 'paul', 'executeErasure', input);
    expect(done).toMatchObject({ appended: true, erasedIds: [other, one] });
    const again = await accepted(api, 'paul', 'executeErasure', input);
    expect(again).toMatchObject({
      appended: false,
      version: done.version,
      erasedIds: [other, one],
    });
    const twice = await accepted(api, 'priya', 'executeErasure', wish);
    expect(twice).toMatchObject({ appended: false, events: [] });
    expect(await api.send('priya', 'executeErasure', input)).toMatchObject({
      code: 'COMMAND_ID_REUSED',
    });

    // No key is left that opens anything of theirs, not even where the old rows survive.
    const left = await keyRows();
    for (const id of [one, other]) expect(left.has(`patient-${id}`)).toBe(false);
    expect(left.has(`patient-${bystander}`)).toBe(true);
    const { current: newMaster } = readMaster();
    const wrapped = keys.get(`patient-${one}`)!;
    expect(unwrapKey(oldMaster, `patient-${one}`, wrapped)).toHaveLength(32);
    expect(() => unwrapKey(newMaster, `patient-${one}`, wrapped)).toThrow('do not open');

    await api.engine.settled();
    for (const asOf of [null, before]) {
      const record = await read(PEOPLE.frontDesk, RECORD, { id: one, asOf });
      expect(record).toMatchObject({
        aliases: [one],
        patient: { id: other, name: { value: null, erased: true }, contact: { erased: true } },
      });
      const { erasedAt = null }: { erasedAt?: string | null } = record;
      expect([asOf, typeof erasedAt]).toEqual([asOf, asOf ? 'object' : 'string']);
      const episode = await read(PEOPLE.auditor, EPISODE, { id: episodeId, asOf });
      expect(episode).toMatchObject({
        phase: 'DISCHARGED',
        patient: { name: { value: null, erased: true } },
        referral: { indication: { value: null, erased: true } },
        sessions: [{ treatment: { pressure: 'MODERATE' }, notes: { value: null } }],
      });
      const history = await api.ask(PEOPLE.auditor, HISTORY, { id: episodeId, asOf });
      expect(history.errors).toBeUndefined();
      for (const text of ['Tolerated', 'Sore', 'Thank you', 'Erika']) {
        expect(history.text).not.toContain(text);
      }
      const nobody = await read(PEOPLE.frontDesk, FOUND, { search: 'zdenka', asOf });
      expect(nobody).toEqual({ patients: [] });
      expect((await api.ask(PEOPLE.manager, CASELOAD, { asOf })).errors).toBeUndefined();
    }
    expect(await read(PEOPLE.frontDesk, RECORD, { id: bystander })).toMatchObject({
      patient: { name: { value: 'Erika Muster', erased: false } },
    });
    const protection = await read('priya', PROTECTION, { id: other });
    expect(protection).toMatchObject({
      erasure: { status: 'EXECUTED', legalBasis: 'CONSENT_WITHDRAWN', reason: { erased: true } },
    });
    expect(await read(PEOPLE.lead, FIGURES, { asOf: before })).toEqual(figures);
    expect(await verifyLog(api.engine.store)).toMatchObject({ intact: true });
    expect(await api.engine.projector.rebuild()).toMatchObject({ differing: [] });
    expect(api.logged.join('\n')).not.toMatch(/Zdenka|Erika/);
  });

  it('lets nothing be recorded of the patient any more, dry or not', async () => {
    const { patientId, episodeId, assessment } = second;
    api.engine.clock.forward(ELEVEN_YEARS_MS);
    const wish = await approved(patientId);
    await accepted(api, 'paul', 'executeErasure', wish);
    await api.engine.settled();
    const entryId = assessment.events[0]!.id;
    const attempts: readonly (readonly [string, string, object])[] = [
      [PEOPLE.frontDesk, 'correctPatientDetails', { patientId, name: 'Erika' }],
      [PEOPLE.frontDesk, 'recordDeath', { patientId, on: '2026-01-01' }],
      [PEOPLE.frontDesk, 'requestErasure', { patientId }],
      [PEOPLE.frontDesk, 'receiveReferral', referral(scene.clinicId, patientId)],
      [PEOPLE.therapist, 'markEntryInError', { episodeId, entryId, words: 'Not so' }],
      [PEOPLE.manager, 'voidEpisode', { episodeId, voidReason: 'WRONG_PATIENT', words: 'Another' }],
      [
        PEOPLE.frontDesk,
        'recordFeedback',
        { episodeId, for: 'THERAPIST', tone: 'POSITIVE', words: 'Thanks' },
      ],
    ];
    const refusals: unknown[] = [];
    for (const check of [true, false]) {
      for (const [subject, mutation, input] of attempts) {
        const answer = await api.ask(subject, MUTATIONS(mutation), { input: { ...input, check } });
        const told = answer.data?.[mutation] ?? answer.errors?.[0]?.message;
        refusals.push([mutation, told]);
      }
    }
    const codes = refusals.map((told) => JSON.stringify(told));
    for (const code of codes) expect(code).toContain('PATIENT_ERASED');
    expect((await keyRows()).has(`patient-${patientId}`)).toBe(false);
  });

  it('is of privacy officers alone, and of what was approved', async () => {
    const patientId = await registerPatient(api, scene.clinicId);
    const { requestId } = await accepted(api, 'priya', 'requestErasure', { patientId });
    const wish = { patientId, requestId };
    await expect(api.send(PEOPLE.manager, 'executeErasure', wish)).rejects.toThrow('FORBIDDEN');
    expect(await api.send('paul', 'executeErasure', wish)).toMatchObject({
      code: 'ERASURE_NOT_APPROVED',
    });
    const unknown = { ...wish, requestId: randomUUID() };
    expect(await api.send('paul', 'executeErasure', unknown)).toMatchObject({
      code: 'ERASURE_UNKNOWN',
    });
  });

  /** The master key of the test's engine, in memory. */
  function readMaster(): { current: Buffer } {
    const { masterKey } = api.engine;
    if (Buffer.isBuffer(masterKey)) throw new Error('the master key of the test is fixed');
    return { current: masterKey.read().current! };
  }
});

const MUTATIONS = (mutation: string) => {
  const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation Send($input: ${input}!) { ${mutation}(input: $input) {
    __typename ... on Refused { code } } }`;
};
