import type { EntryId, PatientId } from '../../src/domain/ids';
import { holdsInForce, type Patient } from '../../src/domain/patient/state';
import { defaultPolicy } from '../../src/domain/policy/default';
import type { PatientCommand } from '../../src/domain/patient/commands';
import { patientDecider } from '../../src/domain/patient/decider';
import { patientEvents, type PatientEvent } from '../../src/domain/patient/events';
import { anna, ben, clinic, CLINIC, day, named, NOW, patient, PATIENT, utc } from './cast';
import { given, type Past } from './given';

const givenPatient = given<Patient | null, PatientCommand, PatientEvent>({
  stream: `patient-${PATIENT}`,
  decider: patientDecider,
  schemas: patientEvents,
});
const register: PatientCommand = {
  type: 'RegisterPatient',
  patientId: PATIENT,
  clinicId: CLINIC,
  name: 'Erika Muster',
  birthDate: '1970-05-17',
  number: undefined,
  contact: '',
};
const registered: Past<PatientEvent> = {
  type: 'PatientRegistered',
  at: NOW,
  texts: ['name'],
  data: { patientId: PATIENT, clinicId: CLINIC },
};

describe('a patient', () => {
  it('is registered with every name and date sealed, and nothing made of them clear', () => {
    const outcome = givenPatient().when(register);
    outcome.then({
      type: 'PatientRegistered',
      data: { patientId: PATIENT, clinicId: CLINIC },
      texts: { name: 'Erika Muster', birthDate: '1970-05-17' },
    });
    const { decision, state } = outcome;
    const [draft] = decision.kind === 'accepted' ? decision.events : [];
    expect(JSON.stringify(draft?.data)).not.toMatch(/Muster|1970/);
    expect(Object.keys(draft?.texts ?? {})).toEqual(['name', 'birthDate']);
    expect(state).toMatchObject({ name: { field: 'name' }, number: null });
  });

  it('is registered once: what is sealed cannot be compared', () => {
    givenPatient(registered).when(register).thenRefused('PATIENT_EXISTS', { patientId: PATIENT });
  });

  it('belongs to a clinic that is open', () => {
    givenPatient()
      .when(register, { clinic: null })
      .thenRefused('CLINIC_UNKNOWN', { clinicId: CLINIC });
    const closed = { ...clinic, lastDay: day('2026-03-01') };
    givenPatient()
      .when(register, { clinic: closed })
      .thenRefused('CLINIC_CLOSED', { clinicId: CLINIC, lastDay: closed.lastDay });
  });
});

const reason = 'As told';

describe('the details of a patient', () => {
  const correct: PatientCommand = {
    type: 'CorrectPatientDetails',
    patientId: PATIENT,
    name: 'Erika Mustermann',
    birthDate: '1970-05-18',
  };

  it('are corrected as a whole: sealed anew', () => {
    const outcome = givenPatient({ ...registered, texts: ['name', 'number'] }).when(correct);
    outcome.then({
      type: 'PatientDetailsCorrected',
      data: {},
      texts: { name: 'Erika Mustermann', birthDate: '1970-05-18' },
    });
    const eventId = outcome.events[1]!.header.id;
    expect(outcome.state).toMatchObject({
      name: { eventId, field: 'name' },
      birthDate: { eventId, field: 'birthDate' },
      number: null,
      contact: null,
      detailsId: eventId,
    });
    expect(JSON.stringify(outcome.events)).not.toMatch(/Muster|1970/);
  });

  it('are those of a patient who is registered', () => {
    givenPatient().when(correct).thenRefused('PATIENT_UNKNOWN', { patientId: PATIENT });
  });
});

describe('the death of a patient', () => {
  const die = { type: 'RecordDeath', patientId: PATIENT, on: day('2026-03-01') } as const;
  const died: Past<PatientEvent> = { type: 'PatientDied', at: NOW, data: { on: die.on } };
  const retract = { type: 'RetractDeath', patientId: PATIENT } as const;

  it('is recorded once, up to today; another day corrects the day', () => {
    const outcome = givenPatient(registered).when(die);
    outcome.then({ type: 'PatientDied', data: { on: die.on } });
    expect(outcome.state?.diedOn).toBe(die.on);
    givenPatient(registered, died).when(die).thenNothing();
    givenPatient(registered, died)
      .when({ ...die, on: day('2026-02-28') })
      .then({ type: 'PatientDied', data: { on: day('2026-02-28') } });
    givenPatient(registered)
      .when({ ...die, on: day('2026-03-03') })
      .thenRefused('DEATH_IN_FUTURE', { on: day('2026-03-03'), today: day('2026-03-02') });
  });

  it('is retracted with a reason, where there was one', () => {
    givenPatient(registered).when(retract).thenNothing();
    const { when } = givenPatient(registered, died);
    when(retract).thenRefused('REASON_MISSING');
    const outcome = when(retract, { reason });
    outcome.then({ type: 'PatientDeathRetracted', texts: { reason } });
    expect(outcome.state?.diedOn).toBeNull();
  });
});

describe('two patients who are one', () => {
  const [smaller, larger] = [
    '11111111-1111-5111-8111-111111111111' as PatientId,
    'eeeeeeee-eeee-5eee-8eee-eeeeeeeeeeee' as PatientId,
  ];
  const merge = { type: 'MergePatients', patientId: PATIENT, into: smaller } as const;
  const unmerge = { type: 'UnmergePatients', patientId: PATIENT } as const;
  const survivor: Patient = { ...patient, id: smaller };
  const merged: Past<PatientEvent> = { type: 'PatientsMerged', at: NOW, data: { into: smaller } };
  const asked = (id: PatientId): Patient => ({
    ...survivor,
    id,
    erasure: {
      id: named<EntryId>('request'),
      status: 'requested',
      requestedBy: anna.id,
      requestedAt: NOW,
      reason: null,
    },
  });

  it('are merged into the smaller id, once, on the stream of the other', () => {
    const outcome = givenPatient(registered).when(merge, { patient: survivor });
    outcome.then({ type: 'PatientsMerged', data: { into: smaller } });
    expect(outcome.state?.mergedInto).toBe(smaller);
    givenPatient(registered, merged).when(merge, { patient: survivor }).thenNothing();
    givenPatient(registered)
      .when({ ...merge, into: larger }, { patient: { ...patient, id: larger } })
      .thenRefused('MERGE_ORDER', { survivor: PATIENT, other: larger });
  });

  it('are two, both registered, and neither was merged away', () => {
    const { when } = givenPatient(registered);
    when({ ...merge, into: PATIENT }).thenRefused('MERGE_WITH_SELF', { patientId: PATIENT });
    when(merge, { patient: null }).thenRefused('PATIENT_UNKNOWN', { patientId: smaller });
    const away = { ...survivor, mergedInto: named<PatientId>('third') };
    when(merge, { patient: away }).thenRefused('PATIENT_MERGED_AWAY', {
      patientId: smaller,
      into: named('third'),
    });
    givenPatient(registered, merged)
      .when({ ...merge, into: named<PatientId>('third') })
      .thenRefused('PATIENT_MERGED_AWAY', { patientId: PATIENT, into: smaller });
  });

  it('are not merged or taken apart while an erasure is open', () => {
    givenPatient(registered)
      .when(merge, { patient: asked(smaller) })
      .thenRefused('MERGE_ERASURE_OPEN', { patients: [smaller] });
    givenPatient(registered, { type: 'ErasureRequested', at: NOW, data: {} })
      .when(merge, { patient: survivor })
      .thenRefused('MERGE_ERASURE_OPEN', { patients: [PATIENT] });
    givenPatient(registered, merged)
      .when(unmerge, { patient: asked(smaller) })
      .thenRefused('MERGE_ERASURE_OPEN', { patients: [smaller] });
  });

  it('are taken apart again, once', () => {
    const outcome = givenPatient(registered, merged).when(unmerge, { patient: survivor, reason });
    outcome.then({ type: 'PatientsUnmerged', data: { from: smaller }, texts: { reason } });
    expect(outcome.state?.mergedInto).toBeNull();
    givenPatient(registered).when(unmerge).thenNothing();
  });

  it('keep what is said of the person with the one that survives', () => {
    for (const type of ['RetractDeath', 'PlaceLegalHold', 'RequestErasure'] as const) {
      givenPatient(registered, merged)
        .when({ type, patientId: PATIENT }, { reason })
        .thenRefused('PATIENT_MERGED_AWAY', { patientId: PATIENT, into: smaller });
    }
  });
});

const hold: Past<PatientEvent> = { type: 'LegalHoldPlaced', at: NOW, as: 'hold', data: {} };
const lifted: Past<PatientEvent> = {
  type: 'LegalHoldLifted',
  at: NOW,
  data: { holdId: named<EntryId>('hold') },
};

describe('a legal hold', () => {
  const place = { type: 'PlaceLegalHold', patientId: PATIENT } as const;
  const lift = {
    type: 'LiftLegalHold',
    patientId: PATIENT,
    holdId: named<EntryId>('hold'),
  } as const;

  it('is placed for a reason, which is sealed', () => {
    const { when } = givenPatient(registered);
    when(place).thenRefused('REASON_MISSING');
    const outcome = when(place, { reason });
    outcome.then({ type: 'LegalHoldPlaced', texts: { reason } });
    expect(holdsInForce(outcome.state!)).toHaveLength(1);
  });

  it('is lifted by its id, once', () => {
    const outcome = givenPatient(registered, hold).when(lift);
    outcome.then({ type: 'LegalHoldLifted', data: { holdId: lift.holdId } });
    expect(holdsInForce(outcome.state!)).toEqual([]);
    givenPatient(registered, hold, lifted).when(lift).thenNothing();
    givenPatient(registered)
      .when(lift)
      .thenRefused('LEGAL_HOLD_UNKNOWN', { holdId: named('hold') });
  });
});

describe('an erasure', () => {
  const requestId = named<EntryId>('request');
  const request = { type: 'RequestErasure', patientId: PATIENT } as const;
  const approve = {
    type: 'ApproveErasure',
    patientId: PATIENT,
    requestId,
    legalBasis: 'CONSENT_WITHDRAWN',
    care: { openEpisodes: 0, lastCareOn: day('2016-03-01'), holdsOfMerged: 0 },
  } as const;
  const refusal = { type: 'RefuseErasure', patientId: PATIENT, requestId } as const;
  const requested: Past<PatientEvent> = {
    type: 'ErasureRequested',
    at: NOW,
    as: 'request',
    data: {},
  };
  const approved: Past<PatientEvent> = {
    type: 'ErasureApproved',
    at: NOW,
    data: { requestId, legalBasis: 'CONSENT_WITHDRAWN', policy: 'default-1' },
  };
  const refused: Past<PatientEvent> = { type: 'ErasureRefused', at: NOW, data: { requestId } };
  const byBen = { actor: { id: ben.id, role: 'PRIVACY_OFFICER' } } as const;

  it('is asked for once at a time', () => {
    const outcome = givenPatient(registered).when(request, { reason });
    outcome.then({ type: 'ErasureRequested', texts: { reason } });
    expect(outcome.state?.erasure).toMatchObject({ status: 'requested', requestedBy: anna.id });
    givenPatient(registered, requested).when(request).thenNothing();
    givenPatient(registered, requested, approved).when(request).thenNothing();
    givenPatient(registered, requested, refused).when(request).then({ type: 'ErasureRequested' });
  });

  it('is approved by another person, with a legal basis, by the policy it names', () => {
    const { when } = givenPatient(registered, requested);
    when(approve).thenRefused('ERASURE_SAME_PERSON', { requestId });
    const outcome = when(approve, byBen);
    outcome.then({ type: 'ErasureApproved', data: approved.data });
    expect(outcome.state?.erasure).toMatchObject({ status: 'approved', decidedBy: ben.id });
    givenPatient(registered, requested, approved).when(approve, byBen).thenNothing();
    givenPatient(registered, requested, refused)
      .when(approve, byBen)
      .thenRefused('ERASURE_UNKNOWN', { requestId });
  });

  it('stands back behind a legal hold, also of who was merged into the patient', () => {
    givenPatient(registered, requested, hold)
      .when(approve, byBen)
      .thenRefused('LEGAL_HOLD_IN_FORCE', { holds: 1 });
    givenPatient(registered, requested, hold, lifted)
      .when(approve, byBen)
      .then({ type: 'ErasureApproved' });
    givenPatient(registered, requested)
      .when({ ...approve, care: { ...approve.care, holdsOfMerged: 2 } }, byBen)
      .thenRefused('LEGAL_HOLD_IN_FORCE', { holds: 2 });
  });

  it('waits for the end of care and of the years that the policy keeps', () => {
    const { when } = givenPatient(registered, requested);
    const after = (care: Partial<typeof approve.care>, over = {}) =>
      when(
        { ...approve, care: { ...approve.care, ...care } },
        {
          ...byBen,
          ...over,
        },
      );
    after({ openEpisodes: 1 as never }).thenRefused('ERASURE_EPISODE_OPEN', { episodes: 1 });
    // Today is 2 March 2026: the last of the ten years is over the day after it.
    after({ lastCareOn: day('2016-03-02') }).thenRefused('RETENTION_NOT_OVER', {
      lastCareOn: day('2016-03-02'),
      years: 10,
      until: day('2026-03-02'),
    });
    const short = { policy: { ...defaultPolicy, version: '2026-1', retentionYears: 3 } };
    after({ lastCareOn: day('2016-03-02') }, short).then({
      type: 'ErasureApproved',
      data: { policy: '2026-1' },
    });
    after({ lastCareOn: null as never }).then({ type: 'ErasureApproved' });
  });

  it('is refused with a reason, once, approved or not', () => {
    const { when } = givenPatient(registered, requested);
    when(refusal).thenRefused('REASON_MISSING');
    const outcome = when(refusal, { reason });
    outcome.then({ type: 'ErasureRefused', texts: { reason } });
    expect(outcome.state?.erasure).toMatchObject({
      status: 'refused',
      refusal: { field: 'reason' },
    });
    givenPatient(registered, requested, approved)
      .when(refusal, { reason })
      .then({ type: 'ErasureRefused' });
    givenPatient(registered, requested, refused).when(refusal, { reason }).thenNothing();
    givenPatient(registered)
      .when(refusal, { reason })
      .thenRefused('ERASURE_UNKNOWN', { requestId });
  });

  it('takes effect as it is recorded, whenever it is said to have been', () => {
    const outcome = givenPatient(registered, requested).when(approve, {
      ...byBen,
      at: utc('2026-02-01T00:00'),
    });
    expect(outcome.state?.erasure?.status).toBe('approved');
    expect(outcome.events.at(-1)?.header.occurredAt).toBe(NOW);
  });

  describe('that is approved', () => {
    const other = named<PatientId>('merged patient');
    const execute = {
      type: 'ExecuteErasure',
      patientId: PATIENT,
      requestId,
      care: { openEpisodes: 0, lastCareOn: day('2016-03-01'), holdsOfMerged: 0 },
      merged: [other],
      keysCanGo: true,
    } as const;
    const erased: Past<PatientEvent> = {
      type: 'PatientErased',
      at: NOW,
      data: { requestId, survivor: PATIENT, merged: [other], policy: 'default-1' },
    };
    const done = [registered, requested, approved, erased] as const;

    it('is executed once, of all who were merged, without words', () => {
      const outcome = givenPatient(registered, requested, approved).when(execute, { reason });
      outcome.then({ type: 'PatientErased', data: erased.data });
      expect(outcome.events.at(-1)?.texts).toEqual({});
      expect(outcome.state).toMatchObject({
        erasedAt: NOW,
        erasure: { status: 'executed', executedBy: anna.id, executedAt: NOW },
      });
      givenPatient(...done)
        .when(execute)
        .thenNothing();
    });

    it('is not executed before it is approved, or by another request', () => {
      givenPatient(registered, requested)
        .when(execute)
        .thenRefused('ERASURE_NOT_APPROVED', { requestId });
      const another = { ...execute, requestId: named<EntryId>('another') };
      for (const past of [[registered], [registered, requested, approved], done]) {
        givenPatient(...past)
          .when(another)
          .thenRefused('ERASURE_UNKNOWN', { requestId: another.requestId });
      }
      givenPatient(registered, requested, approved, refused)
        .when(execute)
        .thenRefused('ERASURE_UNKNOWN', { requestId });
    });

    it('asks again what keeps a record', () => {
      const { when } = givenPatient(registered, requested, approved);
      const care = (now: object) => when({ ...execute, care: { ...execute.care, ...now } });
      care({ openEpisodes: 1 }).thenRefused('ERASURE_EPISODE_OPEN');
      care({ holdsOfMerged: 1 }).thenRefused('LEGAL_HOLD_IN_FORCE');
      care({ lastCareOn: day('2016-03-02') }).thenRefused('RETENTION_NOT_OVER');
      givenPatient(registered, requested, approved, hold)
        .when(execute)
        .thenRefused('LEGAL_HOLD_IN_FORCE', { holds: 1 });
      when({ ...execute, keysCanGo: false }).thenRefused('ERASURE_KEY_FIXED');
    });

    it('is the end: nothing more is recorded of the patient, nor are they registered again', () => {
      const { when } = givenPatient(...done);
      const commands: readonly PatientCommand[] = [
        register,
        { ...register, type: 'CorrectPatientDetails' },
        { type: 'RecordDeath', patientId: PATIENT, on: day('2026-03-01') },
        { type: 'RetractDeath', patientId: PATIENT },
        { type: 'MergePatients', patientId: PATIENT, into: named<PatientId>('a') },
        { type: 'UnmergePatients', patientId: PATIENT },
        { type: 'PlaceLegalHold', patientId: PATIENT },
        request,
        approve,
        refusal,
      ];
      for (const command of commands) {
        when(command, { reason }).thenRefused('PATIENT_ERASED', { patientId: PATIENT });
      }
      givenPatient(registered)
        .when(
          { type: 'MergePatients', patientId: PATIENT, into: other },
          { patient: { ...patient, id: other, erasedAt: NOW } },
        )
        .thenRefused('PATIENT_ERASED', { patientId: other });
    });

    it('is said of each who was merged, on their own stream, once', () => {
      const merge: Past<PatientEvent> = { type: 'PatientsMerged', at: NOW, data: { into: other } };
      const say = { type: 'EraseMerged', patientId: PATIENT, requestId, survivor: other } as const;
      const outcome = givenPatient(registered, merge).when(say);
      const data = { requestId, survivor: other, merged: [], policy: 'default-1' };
      outcome.then({ type: 'PatientErased', data });
      expect(outcome.state).toMatchObject({ erasedAt: NOW, mergedInto: other, erasure: null });
      const said: Past<PatientEvent> = { type: 'PatientErased', at: NOW, data };
      const { when } = givenPatient(registered, merge, said);
      when(say).thenNothing();
      when({ type: 'UnmergePatients', patientId: PATIENT }).thenRefused('PATIENT_ERASED');
    });

    it('holds back nobody who was merged too late to be erased with them', () => {
      const merge: Past<PatientEvent> = { type: 'PatientsMerged', at: NOW, data: { into: other } };
      const survivor = { ...patient, id: other, erasedAt: NOW };
      givenPatient(registered, merge)
        .when({ type: 'UnmergePatients', patientId: PATIENT }, { patient: survivor })
        .then({ type: 'PatientsUnmerged' });
    });
  });
});
