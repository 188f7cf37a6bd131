import { ask } from './browser';

/** People of the demo who do, through the API, what a spec needs to be there. */
export const DEMO = {
  therapist: 'demo-therapist-1',
  manager: 'demo-manager-1',
  lead: 'demo-lead-1',
  desk: 'demo-desk-1',
  privacy: 'demo-privacy-1',
  operator: 'demo-operator-1',
} as const;

type Told = Readonly<Record<string, string>>;

/** Sends a command that must be accepted; what it made is told by the field of its kind. */
export async function record(
  who: string,
  mutation: string,
  input: object,
  kind: 'Episode' | 'Patient' | 'Policy' = 'Episode',
): Promise<Told> {
  const typed = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const told = {
    Episode: 'episodeId',
    Patient: 'patientId requestId',
    Policy: 'policy',
  }[kind];
  const query = `mutation ($input: ${typed}!) { made: ${mutation}(input: $input) {
    __typename ... on ${kind}Accepted { ${told} } ... on Refused { code message } } }`;
  const { made } = await ask<{ made: Told }>(who, query, { input });
  if (made['__typename'] !== `${kind}Accepted`) {
    throw new Error(`${mutation}: ${JSON.stringify(made)}`);
  }
  return made;
}

interface Me {
  readonly me: { readonly staffId: string; readonly clinics: readonly { readonly id: string }[] };
}

/** A local day so many days from today. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** A patient whom the therapist of the demo treats, assessed and with consent; the episode's id. */
export async function newEpisode(patient: {
  readonly name: string;
  readonly indication: string;
  readonly findings: string;
}): Promise<string> {
  const { me } = await ask<Me>(DEMO.therapist, '{ me { staffId clinics { id } } }');
  const clinicId = me.clinics[0]?.id ?? '';
  const { name, indication, findings } = patient;
  const details = { clinicId, name, birthDate: '1961-07-04', number: `N ${Date.now()}` };
  const { patientId } = await record(DEMO.desk, 'registerPatient', details, 'Patient');
  const { episodeId = '' } = await record(DEMO.desk, 'receiveReferral', {
    ...{ patientId, clinicId, indication },
    referrer: { role: 'PHYSICIAN', name: 'Dr. Sample', organisation: 'Sample practice' },
    prescription: { issuedOn: dayFromNow(-3), visits: 10 },
    diagnoses: [{ code: 'M54.2', assertedByRole: 'PHYSICIAN' }],
    bodySites: ['NECK'],
  });
  await record(DEMO.manager, 'acceptReferral', { episodeId });
  await record(DEMO.desk, 'grantAuthorization', {
    ...{ episodeId, visits: 10, payerClass: 'PUBLIC' },
    ...{ from: dayFromNow(-1), to: dayFromNow(90) },
  });
  await record(DEMO.manager, 'assignTherapist', { episodeId, therapistId: me.staffId });
  const consent = { by: 'PATIENT', scope: 'TREATMENT', formVersion: '2026-1' };
  await record(DEMO.therapist, 'giveConsent', { episodeId, ...consent });
  await record(DEMO.therapist, 'recordAssessment', {
    ...{ episodeId, kind: 'INITIAL', findings },
    ...{ healthHistoryTaken: true, contraindicationsAsked: true },
    observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 6 } }],
  });
  return episodeId;
}

/** A goal of such an episode. */
export function goalFor(episodeId: string, statement: string): object {
  return {
    ...{ episodeId, statement, kind: 'IMPROVE', importance: 3, difficulty: 2 },
    measure: { instrument: 'NPRS', bodySite: 'NECK' },
    target: { percent: 50 },
    due: dayFromNow(40),
  };
}

/** As many in one request as its limit of cost allows. */
const AT_ONCE = 5;

/** Goals that were set and given up again, one after the other, beside one that is open. */
export async function manyGoals(episodeId: string, count: number): Promise<void> {
  await record(DEMO.therapist, 'setGoal', goalFor(episodeId, 'Turn the head while driving'));
  for (let from = 1; from < count; from += AT_ONCE) {
    const places = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => from + at);
    const ids = places.map(() => crypto.randomUUID());
    const fields = places.flatMap((place, at) => [
      `set${at}: setGoal(input: $set${at}) { __typename }`,
      `gone${at}: abandonGoal(input: { episodeId: "${episodeId}", goalId: "${ids[at] ?? ''}",
        words: "Tried for ${place} days" }) { __typename }`,
    ]);
    const declared = places.map((_, at) => `$set${at}: SetGoalInput!`).join(', ');
    const variables: Record<string, object> = {};
    for (const [at, place] of places.entries()) {
      const goal = goalFor(episodeId, `Goal number ${place}`);
      variables[`set${at}`] = { ...goal, goalId: ids[at] };
    }
    const query = `mutation (${declared}) { ${fields.join(' ')} }`;
    const answer = await ask<Told>(DEMO.therapist, query, variables);
    expect(JSON.stringify(answer)).not.toContain('Refused');
  }
}

/** Erases somebody whose care is over, as privacy officers do; ids of patient and an episode. */
export async function erasedPatient(): Promise<{ readonly name: string; readonly id: string }> {
  await record(
    DEMO.lead,
    'adoptPolicy',
    { version: `keeps-nothing-${Date.now()}`, retentionYears: 0 },
    'Policy',
  );
  const found = await ask<{
    episodesFound: {
      episodes: readonly {
        episodeId: string;
        clinicId: string;
        phase: string;
        patient: { id: string; name: { value: string | null } };
      }[];
    };
  }>(
    DEMO.lead,
    '{ episodesFound { episodes { episodeId clinicId phase patient { id name { value } } } } }',
  );
  const { me } = await ask<Me>(DEMO.desk, '{ me { staffId clinics { id } } }');
  const over = found.episodesFound.episodes.findLast(
    ({ phase, clinicId, patient }) =>
      phase === 'DISCHARGED' && clinicId === me.clinics[0]?.id && patient.name.value !== null,
  );
  const name = over?.patient.name.value;
  if (!over || !name) throw new Error('Nobody of the demo was discharged.');
  const { id: patientId } = over.patient;
  const wish = { patientId, reason: 'Wants it gone' };
  const { requestId } = await record(DEMO.desk, 'requestErasure', wish, 'Patient');
  const basis = { patientId, requestId, legalBasis: 'CONSENT_WITHDRAWN' };
  await record(DEMO.privacy, 'approveErasure', basis, 'Patient');
  await record(DEMO.privacy, 'executeErasure', { patientId, requestId }, 'Patient');
  return { name, id: over.episodeId };
}
