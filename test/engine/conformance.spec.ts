import { randomUUID } from 'node:crypto';
import { defaultPolicy } from '../../src/domain/policy/default';
import type { EntryId, EpisodeId, PatientId, SessionId, StaffId } from '../../src/domain/ids';
import type { PatientCommand } from '../../src/domain/patient/commands';
import { localDate, plusDays, plusHours } from '../../src/domain/time';
import { startTestEngine, type TestEngine } from '../support/engine';
import { booking, openIn, readyEpisode, session, ZONE, assessment } from './conformance-scene';
import { openWorld, type World } from './histories';
import { accepted, request, toEpisode, toStaff } from './nodes';

const HOUR_MS = 3_600_000;

/** Each thing that makes the rules be asked again, and what then is open or is so no more. */
describe('the conformance reactor', () => {
  let engine: TestEngine;
  let world: World;
  let therapistId: StaffId;
  let episodeId: EpisodeId;

  beforeEach(async () => {
    engine = await startTestEngine();
    world = await openWorld(engine);
    [therapistId] = world.therapists as [StaffId];
    episodeId = await readyEpisode(engine, world);
    engine.clock.forward(2 * HOUR_MS);
  });
  afterEach(() => engine.close());

  async function does(
    body: Parameters<typeof toEpisode>[1],
    extra: Parameters<typeof toEpisode>[2] = {},
    id = episodeId,
  ) {
    return accepted(await engine.transactor.transact(toEpisode(id, body, extra)));
  }
  async function staffDoes(body: Parameters<typeof toStaff>[1]) {
    return accepted(await engine.transactor.transact(toStaff(therapistId, body)));
  }
  /** Rules of what is open once everything was looked at. */
  async function open(id = episodeId): Promise<string[]> {
    await engine.conformance.catchUp();
    return (await openIn(engine, id)).map(({ rule }) => rule);
  }
  function today() {
    return localDate(engine.clock.instant(), ZONE);
  }
  async function licence() {
    const { folded } = await engine.streams.load('staff', therapistId);
    return folded.state!.credentials[0]!.id;
  }

  it('a licence that was revoked for the day of a session, until there is another', async () => {
    const held = await does(session(therapistId, engine.clock.instant()));
    expect(await open()).toEqual([]);
    engine.clock.forward(HOUR_MS);
    const revoked = await staffDoes({
      type: 'RevokeCredential',
      credentialId: await licence(),
      from: today(),
    });
    engine.clock.forward(HOUR_MS);
    expect(await open()).toEqual(['LICENCE_NOT_VALID', 'LICENCE_NOT_VALID']);
    const findings = await openIn(engine, episodeId);
    // The session, and the therapist's assignment of that day.
    expect(findings.map(({ entryType }) => entryType).sort()).toEqual([
      'SessionCompleted',
      'TherapistAssigned',
    ]);
    const { folded } = await engine.streams.load('episode', episodeId);
    const [cause] = revoked.events;
    expect(folded.events.at(-1)?.header).toMatchObject({
      actor: { id: 'system:conformance', role: 'SYSTEM' },
      occurredAt: cause?.header.recordedAt,
      recordedAt: engine.clock.instant(),
      causationId: cause?.header.id,
    });
    expect(folded.state?.lateEntries).toBe(0);
    expect(held.events[0]?.header.id).toBe(
      findings.find(({ entryType }) => entryType === 'SessionCompleted')?.entryId,
    );
    const since = plusDays(today(), -1);
    await staffDoes({
      type: 'RecordCredential',
      ...{ licence: 'MASSAGE_THERAPIST', number: 'n', issuer: 'b' },
      since,
      validUntil: plusDays(today(), 10),
    });
    expect(await open()).toEqual([]);
  });

  it('a role that was withdrawn, and a therapist who retires, before a booking', async () => {
    await does(booking(therapistId, plusHours(engine.clock.instant(), 48)));
    expect(await open()).toEqual([]);
    const lastDay = today();
    await staffDoes({ type: 'RetireStaff', lastDay, openEpisodes: 1 });
    expect((await open()).sort()).toEqual(['STAFF_RETIRED', 'THERAPIST_ROLE_MISSING']);
    const clinics = [world.clinicId];
    await staffDoes({ type: 'GrantRole', role: 'THERAPIST', clinics, from: plusDays(lastDay, 1) });
    expect(await open()).toEqual([]);
  });

  it('consent that a late entry says was withdrawn before a session', async () => {
    await does(session(therapistId, engine.clock.instant()));
    const occurredAt = plusHours(engine.clock.instant(), -1.5);
    engine.clock.forward(HOUR_MS);
    const withdrawn = await does({ type: 'WithdrawConsent', words: undefined }, { occurredAt });
    expect(await open()).toEqual(['CONSENT_MISSING']);
    const entryId = withdrawn.events[0]!.header.id as EntryId;
    await does({ type: 'MarkEntryInError', entryId, words: 'Of another patient' });
    expect((await open()).filter((rule) => rule !== 'REVIEW_NEEDED')).toEqual([]);
  });

  it('what rests on a corrected entry, until a person settles it', async () => {
    const { folded } = await engine.streams.load('episode', episodeId);
    const entryId = folded.state!.assessments[0]!.entryId;
    const corrects = (score: number) => ({
      type: 'CorrectEntry' as const,
      entryId,
      replacement: assessment(score),
      correctedOccurredAt: undefined,
      words: 'Misread',
    });
    await does(corrects(8));
    expect(await open()).toEqual(['REVIEW_NEEDED']);
    const [review] = await openIn(engine, episodeId);
    await does({ type: 'SettleFinding', findingId: review!.id, words: 'The goal stands' });
    // Something else leads to looking again.
    await does({ type: 'PutOnHold', holdReason: 'ILLNESS', words: undefined, reviewOn: null });
    expect(await open()).toEqual([]);
    await does(corrects(9));
    expect(await open()).toEqual(['REVIEW_NEEDED']);
  });

  it('a policy acts on open plans, and on nothing that was done', async () => {
    await does(session(therapistId, engine.clock.instant()));
    await does({
      ...booking(therapistId, plusHours(engine.clock.instant(), 48)),
      techniques: ['DEEP_TISSUE'],
    });
    const certificates = (techniqueCertificates: Record<string, string>, version: string) => ({
      type: 'AdoptPolicy' as const,
      policy: { ...defaultPolicy, version, techniqueCertificates },
      since: plusHours(engine.clock.instant(), -240),
    });
    const strict = certificates({ DEEP_TISSUE: 'DEEP' }, 'strict');
    accepted(await engine.transactor.transact(request('policy', '', strict)));
    expect(await open()).toEqual(['CERTIFICATE_MISSING']);
    expect((await openIn(engine, episodeId))[0]?.entryType).toBe('SessionScheduled');
    const mild = certificates({}, 'mild');
    accepted(await engine.transactor.transact(request('policy', '', mild)));
    expect(await open()).toEqual([]);
  });

  it('a therapist booked in two episodes at once: the later booking, until it is cancelled', async () => {
    const other = await readyEpisode(engine, world);
    const from = plusHours(engine.clock.instant(), 48);
    const first = booking(therapistId, from);
    await does(first);
    engine.clock.forward(60_000);
    const second = booking(therapistId, plusHours(from, 0.5));
    await does(second, {}, other);
    expect(await open()).toEqual([]);
    expect(await open(other)).toEqual(['DOUBLE_BOOKED']);
    expect((await openIn(engine, other))[0]?.facts).toMatchObject({ sessions: [first.sessionId] });
    const { sessionId } = first;
    await does({ type: 'CancelSession', sessionId, words: 'Ill' });
    expect(await open(other)).toEqual([]);
    engine.clock.forward(60_000);
    await does(booking(therapistId, from));
    expect(await open()).toEqual(['DOUBLE_BOOKED']);
    await does({ type: 'CancelSession', sessionId: second.sessionId, words: 'Ill' }, {}, other);
    expect(await open()).toEqual([]);
  });

  it('a patient who died: what is booked is cancelled, once, and says why', async () => {
    const { sessionId } = await does(
      booking(therapistId, plusHours(engine.clock.instant(), 48)),
    ).then(({ state }) => ({ sessionId: state!.sessions[0]!.id }));
    const { folded } = await engine.streams.load('episode', episodeId);
    const { patientId } = folded.state!;
    const died = { type: 'RecordDeath', patientId, on: today() } as const;
    accepted(await engine.transactor.transact(request('patient', patientId, died)));
    expect(await open()).toEqual([]);
    await engine.pool.query('update reactor.checkpoint set position = 0');
    expect(await open()).toEqual([]);
    const after = (await engine.streams.load('episode', episodeId)).folded;
    expect(after.state?.sessions).toMatchObject([{ id: sessionId, status: 'cancelled' }]);
    const cancelled = after.events.filter(({ type }) => type === 'SessionCancelled');
    expect(cancelled).toMatchObject([{ header: { actor: { id: 'system:conformance' } } }]);
    expect(cancelled[0]?.texts).toHaveProperty('reason');
  });

  it('a patient who died under another id: known once the two are merged', async () => {
    const { sessions, patientId } = (
      await does(booking(therapistId, plusHours(engine.clock.instant(), 48)))
    ).state!;
    expect(sessions).toHaveLength(1);
    // The smaller id survives.
    const into = `00000000-0000-4000-8000-${randomUUID().slice(24)}` as PatientId;
    const ofPatient = async (id: PatientId, body: PatientCommand) =>
      accepted(await engine.transactor.transact(request('patient', id, body)));
    const { clinicId } = world;
    const details = { name: 'Sample Person' };
    await ofPatient(into, { type: 'RegisterPatient', patientId: into, clinicId, ...details });
    await ofPatient(into, { type: 'RecordDeath', patientId: into, on: today() });
    await open();
    const status = async () =>
      (await engine.streams.load('episode', episodeId)).folded.state?.sessions[0]?.status;
    expect(await status()).toBe('booked');
    await ofPatient(patientId, { type: 'MergePatients', patientId, into });
    await open();
    expect(await status()).toBe('cancelled');
  });

  it('a patient with bookings under two ids: they overlap once the two are merged', async () => {
    const from = plusHours(engine.clock.instant(), 48);
    const other = await readyEpisode(engine, world);
    const [, second = therapistId] = world.therapists;
    await does(booking(therapistId, from));
    // Of two in the same millisecond the ids would say which is the later.
    engine.clock.forward(1_000);
    await does(booking(second, from), {}, other);
    expect([await open(), await open(other)]).toEqual([[], []]);
    const ids = [episodeId, other].map(async (id) => {
      return (await engine.streams.load('episode', id)).folded.state!.patientId;
    });
    const [into, patientId] = (await Promise.all(ids)).sort() as [PatientId, PatientId];
    const merge = { type: 'MergePatients', patientId, into } as const;
    accepted(await engine.transactor.transact(request('patient', patientId, merge)));
    expect([await open(), await open(other)]).toEqual([[], ['DOUBLE_BOOKED']]);
    const unmerge = { type: 'UnmergePatients', patientId } as const;
    accepted(await engine.transactor.transact(request('patient', patientId, unmerge)));
    expect([await open(), await open(other)]).toEqual([[], []]);
  });

  it('records nothing twice when it is killed before the checkpoint is moved', async () => {
    await does(session(therapistId, engine.clock.instant()));
    await staffDoes({ type: 'RevokeCredential', credentialId: await licence(), from: today() });
    expect(await open()).toHaveLength(2);
    const before = await engine.store.head();
    const client = engine.pool;
    await client.query('update reactor.checkpoint set position = 0');
    // Another process: it knows nothing of what the first one did.
    const { database, clock } = engine;
    const next = await startTestEngine({ database, clock, masterKey: engine.masterKey });
    try {
      await next.conformance.catchUp();
      expect(await next.store.head()).toEqual(before);
      expect(await openIn(next, episodeId)).toHaveLength(2);
    } finally {
      await next.close();
    }
  });

  it('survives an append whose answer was lost: what was recorded is found, the rest follows', async () => {
    await does(session(therapistId, engine.clock.instant()));
    await staffDoes({ type: 'RevokeCredential', credentialId: await licence(), from: today() });
    const transact = engine.transactor.transact.bind(engine.transactor);
    const spy = jest.spyOn(engine.transactor, 'transact').mockImplementationOnce(async (asked) => {
      await transact(asked);
      throw new Error('killed');
    });
    await expect(engine.conformance.catchUp()).rejects.toThrow('killed');
    spy.mockRestore();
    expect(await open()).toHaveLength(2);
    const { folded } = await engine.streams.load('episode', episodeId);
    expect(folded.events.filter(({ type }) => type === 'FindingRaised')).toHaveLength(2);
  });

  it('a tail of findings alone is no conflict', async () => {
    await does(session(therapistId, engine.clock.instant()));
    const { version } = await engine.streams.load('episode', episodeId);
    await staffDoes({ type: 'RevokeCredential', credentialId: await licence(), from: today() });
    expect(await open()).toHaveLength(2);
    const scheduled = booking(world.therapists[1]!, plusHours(engine.clock.instant(), 48));
    const sessionId = randomUUID() as SessionId; // as its shape says
    await does({ ...scheduled, sessionId }, { expectedVersion: version });
  });
});
