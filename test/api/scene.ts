import type { ApiHost, MutationAnswer } from './api-host';

/** A clinic with people of every role, set up through the API by its administrator. */
export interface Scene {
  readonly clinicId: string;
  readonly otherClinicId: string;
  readonly therapistId: string;
  readonly otherTherapistId: string;
}

export const PEOPLE = {
  administrator: 'admin',
  therapist: 'thea',
  otherTherapist: 'theo',
  farTherapist: 'fern',
  manager: 'mara',
  lead: 'lea',
  frontDesk: 'fred',
  auditor: 'aude',
  nobody: 'nils',
} as const;

const LICENCE = {
  licence: 'LMT',
  number: 'L-1',
  issuer: 'Sample board',
  since: '2020-01-01',
  validUntil: '2030-12-31',
};

export async function setScene(api: ApiHost): Promise<Scene> {
  await api.employ(PEOPLE.administrator, 'ADMINISTRATOR');
  const openClinic = async (name: string): Promise<string> => {
    const zone = 'Europe/Berlin';
    const input = { name, zone, address: 'Sample street 1' };
    return (await api.send(PEOPLE.administrator, 'openClinic', input)).clinicId;
  };
  const clinicId = await openClinic('Sample clinic North');
  const otherClinicId = await openClinic('Sample clinic South');
  const therapistId = await api.employ(PEOPLE.therapist, 'THERAPIST', [clinicId]);
  const otherTherapistId = await api.employ(PEOPLE.otherTherapist, 'THERAPIST', [clinicId]);
  await api.employ(PEOPLE.farTherapist, 'THERAPIST', [otherClinicId]);
  await api.employ(PEOPLE.manager, 'MANAGER', [clinicId]);
  await api.employ(PEOPLE.lead, 'CLINICAL_LEAD', [clinicId]);
  await api.employ(PEOPLE.frontDesk, 'FRONT_DESK', [clinicId]);
  await api.employ(PEOPLE.auditor, 'AUDITOR');
  await api.employ(PEOPLE.nobody, null);
  for (const staffId of [therapistId, otherTherapistId]) {
    await api.send(PEOPLE.administrator, 'recordCredential', { staffId, ...LICENCE });
  }
  return { clinicId, otherClinicId, therapistId, otherTherapistId };
}

export function referral(clinicId: string, patientId: string): object {
  return {
    patientId,
    clinicId,
    referrer: { role: 'PHYSICIAN', name: 'Dr Sample', organisation: 'Sample practice' },
    prescription: { issuedOn: '2026-01-02', visits: 10 },
    diagnoses: [{ code: 'M54.2', assertedByRole: 'PHYSICIAN' }],
    indication: 'Neck pain at the desk',
    bodySites: ['NECK'],
    caseMix: { ageBand: 'FROM_35_TO_49', sex: 'FEMALE' },
    labels: [{ key: 'arm', code: 'A' }],
  };
}

export async function registerPatient(api: ApiHost, clinicId: string): Promise<string> {
  const input = { clinicId, name: 'Erika Muster', birthDate: '1980-02-29', number: 'N 17' };
  return (await api.send(PEOPLE.frontDesk, 'registerPatient', input)).patientId;
}

/** An episode ready for a session: accepted, authorised, assigned, assessed, with a goal. */
export interface ReadyEpisode {
  readonly episodeId: string;
  readonly patientId: string;
  readonly goal: MutationAnswer;
  readonly assessment: MutationAnswer;
}

export async function readyEpisode(api: ApiHost, scene: Scene): Promise<ReadyEpisode> {
  const { clinicId, therapistId } = scene;
  const patientId = await registerPatient(api, clinicId);
  const input = referral(clinicId, patientId);
  const opened = await accepted(api, PEOPLE.frontDesk, 'receiveReferral', input);
  const { episodeId } = opened;
  await accepted(api, PEOPLE.manager, 'acceptReferral', { episodeId });
  await accepted(api, PEOPLE.frontDesk, 'grantAuthorization', {
    episodeId,
    visits: 6,
    from: '2026-01-01',
    to: '2026-12-31',
    payerClass: 'PUBLIC',
  });
  await accepted(api, PEOPLE.manager, 'assignTherapist', { episodeId, therapistId });
  await accepted(api, PEOPLE.therapist, 'giveConsent', {
    episodeId,
    by: 'PATIENT',
    scope: 'TREATMENT',
    formVersion: '2026-1',
  });
  const assessment = await accepted(api, PEOPLE.therapist, 'recordAssessment', {
    episodeId,
    kind: 'INITIAL',
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 6 } }],
    findings: 'Stiff neck',
  });
  const due = new Date(api.engine.clock.now() + 45 * 86_400_000).toISOString().slice(0, 10);
  const goal = await accepted(api, PEOPLE.therapist, 'setGoal', goalInput(episodeId, due));
  return { episodeId, patientId, goal, assessment };
}

export function goalInput(episodeId: string, due = '2026-02-20'): object {
  return {
    episodeId,
    kind: 'IMPROVE',
    measure: { instrument: 'NPRS', bodySite: 'NECK' },
    statement: 'Work a day without pain',
    target: { percent: 50 },
    due,
    importance: 3,
    difficulty: 2,
  };
}

/** Sends a mutation that must be accepted. */
export async function accepted(
  api: ApiHost,
  subject: string,
  mutation: string,
  input: object,
): Promise<MutationAnswer> {
  const answer = await api.send(subject, mutation, input);
  if (!answer.__typename.endsWith('Accepted'))
    throw new Error(`${mutation}: ${JSON.stringify(answer)}`);
  return answer;
}
