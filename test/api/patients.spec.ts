import { startApi, type ApiHost } from './api-host';
import { CASELOAD, EPISODE } from './read-texts';
import { accepted, PEOPLE, readyEpisode, registerPatient, setScene, type Scene } from './scene';

const RECORD = `query Record($id: UUID!, $asOf: AsOf) { patient(id: $id, asOf: $asOf) {
  aliases diedOn patient { id recordedAs name { value } number { value } contact { value } }
  asOf { position } } }`;
const PROTECTION = `query Protection($id: UUID!, $asOf: AsOf) {
  patientProtection(id: $id, asOf: $asOf) {
    patientId holds { id since reason { value } liftedAt }
    erasure { id status requestedBy { id } decidedBy { id } legalBasis refusal { value } } } }`;
const FOUND = `query Found($search: String!, $asOf: AsOf) {
  patients(search: $search, first: 100, asOf: $asOf) { patients { id recordedAs name { value } } } }`;

/** Documents of a spec name their fields; what they answer is read as just those. */
type Told = Readonly<Record<string, never>>;

describe('patients', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('priya', 'PRIVACY_OFFICER');
    await api.employ('paul', 'PRIVACY_OFFICER');
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
  });
  afterAll(() => api.close());

  const read = async (subject: string, query: string, variables: object): Promise<Told> => {
    const answer = await api.ask(subject, query, variables);
    if (answer.errors) throw new Error(answer.text);
    return Object.values(answer.data!)[0] as unknown as Told;
  };
  const here = async () => ({ position: String(await api.engine.settled()) });
  const two = async () => {
    const ids = [
      await registerPatient(api, scene.clinicId),
      await registerPatient(api, scene.clinicId),
    ].sort();
    return { survivor: ids[0]!, other: ids[1]! };
  };

  it('read by their corrected details, and by the old ones as of before', async () => {
    const patientId = await registerPatient(api, scene.clinicId);
    const asOf = await here();
    const details = { patientId, name: 'Zoltan Korrigiert', contact: '030 1' };
    await accepted(api, PEOPLE.frontDesk, 'correctPatientDetails', details);
    await api.engine.settled();
    const now = await read(PEOPLE.frontDesk, RECORD, { id: patientId });
    expect(now).toMatchObject({
      aliases: [],
      patient: {
        id: patientId,
        name: { value: 'Zoltan Korrigiert' },
        number: null,
        contact: { value: '030 1' },
      },
    });
    const then = await read(PEOPLE.frontDesk, RECORD, { id: patientId, asOf });
    expect(then).toMatchObject({ asOf, patient: { name: { value: 'Erika Muster' } } });
    const found = await read(PEOPLE.frontDesk, FOUND, { search: 'zoltan' });
    expect(found).toMatchObject({ patients: [{ id: patientId }] });
    const old = await read(PEOPLE.frontDesk, FOUND, { search: 'erika' });
    expect(JSON.stringify(old)).not.toContain(patientId);
  });

  it('are found again after the key that they are found with was replaced', async () => {
    const patientId = await registerPatient(api, scene.clinicId);
    const details = { patientId, name: 'Quirin Gefunden', number: 'Q-1' };
    await accepted(api, PEOPLE.frontDesk, 'correctPatientDetails', details);
    const asOf = await here();
    const found = { patients: [{ id: patientId, name: { value: details.name } }] };
    expect(await read(PEOPLE.frontDesk, FOUND, { search: 'quirin' })).toMatchObject(found);
    const hashes = async () => {
      const { rows } = await api.engine.pool.query<{ tokens: string[] }>(
        'select tokens from search.token where patient_id = $1',
        [patientId],
      );
      return rows.flatMap(({ tokens }) => tokens);
    };
    const before = await hashes();
    expect(before.length).toBeGreaterThan(10);
    await api.engine.keys.exchangeMasterKey([]);
    const again = { ...details, name: 'Quirin Weiter' };
    await accepted(api, PEOPLE.frontDesk, 'correctPatientDetails', again);
    await api.engine.settled();
    expect(await read(PEOPLE.frontDesk, FOUND, { search: 'quirin wei' })).toMatchObject({
      patients: [{ id: patientId }],
    });
    expect(await read(PEOPLE.frontDesk, FOUND, { search: 'gefunden' })).toEqual({ patients: [] });
    const past = await read(PEOPLE.frontDesk, FOUND, { search: 'gefunden', asOf });
    expect(past).toMatchObject(found);
    expect((await hashes()).filter((token) => before.includes(token))).toEqual([]);
  });

  it('that were hashed anew stay found, whoever was about to hash them with the key of before', async () => {
    const { patientIndex, keys, pool } = api.engine;
    const patientId = await registerPatient(api, scene.clinicId);
    const details = { patientId, name: 'Bettina Bleibt' };
    await accepted(api, PEOPLE.frontDesk, 'correctPatientDetails', details);
    await api.engine.settled();
    const found = { patients: [{ id: patientId }] };
    const search = { search: 'bettina' };
    expect(await read(PEOPLE.frontDesk, FOUND, search)).toMatchObject(found);
    const late = await patientIndex.key();
    const { rows } = await pool.query<{ event_id: string }>(
      'select event_id from search.token where patient_id = $1',
      [patientId],
    );
    await keys.exchangeMasterKey([]);
    expect(await read(PEOPLE.frontDesk, FOUND, search)).toMatchObject(found);
    await patientIndex.add(late, [{ eventId: rows[0]!.event_id, patientId }]);
    expect(await read(PEOPLE.frontDesk, FOUND, search)).toMatchObject(found);
  });

  it('that are one read as the one that survives, in every read, from the merge on', async () => {
    const ready = await readyEpisode(api, scene);
    // The other one gets a smaller or a larger id: the one with the episode is to be merged away.
    let partner = await registerPatient(api, scene.clinicId);
    while (partner > ready.patientId) partner = await registerPatient(api, scene.clinicId);
    const name = 'Wilma Neu';
    await accepted(api, PEOPLE.frontDesk, 'correctPatientDetails', { patientId: partner, name });
    const before = await here();
    const input = { patientId: partner, otherPatientId: ready.patientId };
    const merged = await accepted(api, PEOPLE.manager, 'mergePatients', input);
    expect(merged).toMatchObject({ patientId: ready.patientId, survivorId: partner });
    const after = await here();
    const again = await accepted(api, PEOPLE.manager, 'mergePatients', input);
    expect(again.appended).toBe(false);
    const record = await read(PEOPLE.manager, RECORD, { id: ready.patientId });
    const survivor = { id: partner, name: { value: name } };
    expect(record).toMatchObject({ aliases: [ready.patientId], patient: survivor });
    const episode = async (asOf: object | null) => {
      const answer = await read(PEOPLE.manager, EPISODE, { id: ready.episodeId, asOf });
      return (answer as unknown as { patient: object }).patient;
    };
    const caseload = async (asOf: object | null) => {
      const answer = await read(PEOPLE.manager, CASELOAD, { asOf });
      const { edges } = answer as unknown as {
        edges: { node: { episodeId: string; patient: object } }[];
      };
      return edges.find(({ node }) => node.episodeId === ready.episodeId)!.node.patient;
    };
    for (const patientOf of [episode, caseload]) {
      expect(await patientOf(null)).toMatchObject(survivor);
      expect(await patientOf(after)).toMatchObject(survivor);
      expect(await patientOf(before)).toMatchObject({
        id: ready.patientId,
        name: { value: 'Erika Muster' },
      });
    }
    // By the details of the one that was merged away the one that survives is found, once.
    const found = await read(PEOPLE.manager, FOUND, { search: 'erika' });
    const ids = (found as unknown as { patients: { id: string }[] }).patients.map(({ id }) => id);
    expect(ids.filter((id) => id === partner)).toHaveLength(1);
    expect(ids).not.toContain(ready.patientId);

    await accepted(api, PEOPLE.manager, 'unmergePatients', { patientId: ready.patientId });
    await api.engine.settled();
    expect(await episode(null)).toMatchObject({ id: ready.patientId });
    expect(await episode(after)).toMatchObject(survivor);
    expect(await read(PEOPLE.manager, RECORD, { id: partner })).toMatchObject({ aliases: [] });
  });

  it('are merged by who may at both clinics, and are not there for others', async () => {
    const { survivor, other } = await two();
    const input = { patientId: survivor, otherPatientId: other };
    await expect(api.send('far-manager', 'mergePatients', input)).rejects.toThrow('NOT_FOUND');
    await expect(api.send(PEOPLE.frontDesk, 'mergePatients', input)).rejects.toThrow('FORBIDDEN');
    const chain = await two();
    await accepted(api, PEOPLE.manager, 'mergePatients', input);
    const twice = { patientId: other, otherPatientId: chain.survivor };
    expect(await api.send(PEOPLE.manager, 'mergePatients', twice)).toMatchObject({
      code: 'PATIENT_MERGED_AWAY',
    });
  });

  it('follow a chain of merges to its end', async () => {
    const ids = [
      await registerPatient(api, scene.clinicId),
      await registerPatient(api, scene.clinicId),
      await registerPatient(api, scene.clinicId),
    ].sort() as [string, string, string];
    const [first, second, third] = ids;
    const merge = (patientId: string, otherPatientId: string) =>
      accepted(api, PEOPLE.manager, 'mergePatients', { patientId, otherPatientId });
    await merge(second, third);
    await merge(first, second);
    await api.engine.settled();
    const record = await read(PEOPLE.manager, RECORD, { id: third });
    expect(record).toMatchObject({ patient: { id: first }, aliases: [second, third] });
  });

  it('are erased only when another person approves, and nothing keeps the record', async () => {
    const { patientId, episodeId, goal } = await readyEpisode(api, scene);
    const requested = await accepted(api, PEOPLE.frontDesk, 'requestErasure', {
      patientId,
      reason: 'Says so at the desk',
    });
    const { requestId } = requested;
    const approval = { patientId, requestId, legalBasis: 'CONSENT_WITHDRAWN' };
    const send = (input: object) => api.send('priya', 'approveErasure', { ...approval, ...input });
    expect(await send({})).toMatchObject({ code: 'ERASURE_EPISODE_OPEN' });
    const hold = await accepted(api, 'paul', 'placeLegalHold', { patientId, reason: 'A claim' });
    expect(await send({})).toMatchObject({ code: 'LEGAL_HOLD_IN_FORCE' });
    await accepted(api, 'paul', 'liftLegalHold', { patientId, holdId: hold.holdId });
    api.engine.clock.forward(3_600_000);
    await accepted(api, PEOPLE.therapist, 'discharge', {
      episodeId,
      dischargeReason: 'PATIENT_DECLINED',
      observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 5 } }],
      goals: [{ goalId: goal.goalId, outcome: 'ABANDONED', words: 'Does not want to go on' }],
    });
    expect(await send({})).toMatchObject({ code: 'RETENTION_NOT_OVER' });
    const refused = { patientId, requestId, reason: 'The years are not over' };
    await accepted(api, 'priya', 'refuseErasure', refused);
    await api.engine.settled();
    const told = await read('priya', PROTECTION, { id: patientId });
    expect(told).toMatchObject({
      patientId,
      holds: [{ id: hold.holdId, reason: { value: 'A claim' } }],
      erasure: { id: requestId, status: 'REFUSED', refusal: { value: refused.reason } },
    });
    const none = await api.ask(PEOPLE.manager, PROTECTION, { id: patientId });
    expect(none.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('without care are approved for erasure, not by who asked', async () => {
    const patientId = await registerPatient(api, scene.clinicId);
    const { requestId } = await accepted(api, 'priya', 'requestErasure', { patientId });
    const approval = { patientId, requestId, legalBasis: 'OBJECTION' };
    expect(await api.send('priya', 'approveErasure', approval)).toMatchObject({
      code: 'ERASURE_SAME_PERSON',
    });
    const dry = await accepted(api, 'paul', 'approveErasure', { ...approval, check: true });
    expect(dry.appended).toBe(false);
    const commandId = '0197c3a2-7b1e-7c3e-8a4e-3f2b1c0d9e90';
    const first = await accepted(api, 'paul', 'approveErasure', { ...approval, commandId });
    const again = await accepted(api, 'paul', 'approveErasure', { ...approval, commandId });
    expect(again).toMatchObject({ appended: false, version: first.version });
    await api.engine.settled();
    const told = await read(PEOPLE.auditor, PROTECTION, { id: patientId });
    expect(told).toMatchObject({ erasure: { status: 'APPROVED', legalBasis: 'OBJECTION' } });
  });

  it('die, and are not referred any more until that is taken back', async () => {
    const patientId = await registerPatient(api, scene.clinicId);
    const on = new Date(api.engine.clock.now() - 86_400_000).toISOString().slice(0, 10);
    await accepted(api, PEOPLE.frontDesk, 'recordDeath', { patientId, on });
    await api.engine.settled();
    expect(await read(PEOPLE.frontDesk, RECORD, { id: patientId })).toMatchObject({ diedOn: on });
    const retract = { patientId, reason: 'Another person of that name' };
    await accepted(api, PEOPLE.frontDesk, 'retractDeath', retract);
    await api.engine.settled();
    expect(await read(PEOPLE.frontDesk, RECORD, { id: patientId })).toMatchObject({ diedOn: null });
  });
});
