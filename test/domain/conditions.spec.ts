import {
  conditionOfCode,
  conditionsOf,
  defaultConditions,
} from '../../src/domain/policy/conditions';
import { defaultPolicy } from '../../src/domain/policy/default';
import { diagnosisSchema } from '../../src/domain/episode/values';
import { episodeEvents } from '../../src/domain/episode/events';
import { anna, ben, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { booked, ready, was } from './episode-past';

const PRECAUTIONS = { codes: ['SLOW_PACE', 'BREAKS'], breaksMin: 1 };
const monday = { recordedAt: utc('2026-03-02T09:00') };

describe('what a diagnosis means', () => {
  it.each([
    ['R52.2', 'CHRONIC_PAIN'],
    ['M79.7', 'FIBROMYALGIA'],
    ['M17.1', 'OSTEOARTHRITIS'],
    ['M05.8', 'RHEUMATOID_ARTHRITIS'],
    ['G43.0', 'HEADACHE'],
    ['G44.2', 'HEADACHE'],
    ['M54.5', 'LOW_BACK_PAIN'],
    ['M54.2', 'NECK_PAIN'],
    ['G56.0', 'CARPAL_TUNNEL'],
    ['S13.4', 'WHIPLASH'],
    ['M51.2', 'DISC_DISORDER'],
    ['S93.4', 'SPRAIN_STRAIN'],
    ['S86.0', 'SPRAIN_STRAIN'],
    ['Z47.8', 'POST_SURGICAL'],
    ['L90.5', 'SCAR'],
    ['Z51.4', 'PRE_OPERATIVE'],
    ['G35', 'MULTIPLE_SCLEROSIS'],
    ['G20', 'PARKINSON'],
    ['M32.1', 'LUPUS'],
    ['A69.2', 'LYME_CHRONIC'],
    ['E11.4', 'DIABETES_PAIN'],
    ['I10', 'HYPERTENSION_PAIN'],
    ['F41.1', 'ANXIETY_SOMATIC'],
    ['F43.1', 'PTSD_SOMATIC'],
    ['F32.1', 'DEPRESSION_SOMATIC'],
    ['F51.0', 'INSOMNIA_SOMATIC'],
    ['O26.8', 'PREGNANCY_PAIN'],
    ['S13.1', null],
    ['J45.9', null],
  ])('%s: %s', (code, condition) => {
    expect(conditionOfCode(defaultConditions, code)?.code ?? null).toBe(condition);
  });

  it('is the longest prefix, whatever its place in the list', () => {
    const general = { code: 'BACK', name: 'Back', icd10: ['M54'], specialty: null };
    const special = { code: 'NECK', name: 'Neck', icd10: ['M54.2'], specialty: null };
    for (const list of [
      [general, special],
      [special, general],
    ]) {
      expect(conditionOfCode(list, 'M54.2')?.code).toBe('NECK');
      expect(conditionOfCode(list, 'M54.5')?.code).toBe('BACK');
    }
  });

  it('is kept for every diagnosis, each condition once', () => {
    const diagnoses = [{ code: 'M54.5' }, { code: 'G35' }, { code: 'M54.4' }, { code: 'J45' }];
    expect(conditionsOf(defaultConditions, diagnoses)).toMatchObject([
      { condition: 'LOW_BACK_PAIN', specialty: null, precautions: null },
      { condition: 'MULTIPLE_SCLEROSIS', specialty: 'NEUROLOGICAL', precautions: PRECAUTIONS },
    ]);
  });

  it.each(['M54.2', 'G35', 'S13.4', 'M54.25'])('%s has the form of a code', (code) => {
    const diagnosis = { system: 'ICD-10', code, assertedBy: { role: 'PHYSICIAN' } };
    expect(diagnosisSchema.safeParse(diagnosis).success).toBe(true);
  });

  it.each(['m54.2', 'M5', 'M54.', '54.2', 'M54,2', 'NECK', 'M54.23456'])('%s has not', (code) => {
    const diagnosis = { system: 'ICD-10', code, assertedBy: { role: 'PHYSICIAN' } };
    expect(diagnosisSchema.safeParse(diagnosis).success).toBe(false);
  });
});

describe('who may diagnose', () => {
  const asserted = (role: string) => [
    { system: 'ICD-10' as const, code: 'M54.2', assertedBy: { role } },
  ];

  it('is never who gives massage, whatever a policy says', () => {
    const diagnosingRoles = [...defaultPolicy.diagnosingRoles, 'MASSAGE_THERAPIST', 'THERAPIST'];
    const policy = { ...defaultPolicy, diagnosingRoles };
    for (const role of ['MASSAGE_THERAPIST', 'THERAPIST']) {
      givenEpisode()
        .when(to('ReceiveReferral', { diagnoses: asserted(role) }), { policy })
        .thenRefused('DIAGNOSIS_ROLE_NOT_ALLOWED', { role, code: 'M54.2' });
    }
  });

  it('says it in a referral: an assessment has no place for it', () => {
    const told = { ...was('AssessmentDone').data, diagnoses: asserted('PHYSICIAN') };
    expect(episodeEvents.AssessmentDone.parse(told)).not.toHaveProperty('diagnoses');
  });
});

describe('a referral with several diagnoses', () => {
  const diagnoses = ['M54.5', 'G35'].map((code) => ({
    system: 'ICD-10' as const,
    code,
    assertedBy: { role: 'PHYSICIAN' },
  }));

  it('is named by the first condition, and asks for what any of them needs', () => {
    const outcome = givenEpisode().when(to('ReceiveReferral', { diagnoses }));
    outcome.then({
      type: 'ReferralReceived',
      data: { condition: 'LOW_BACK_PAIN', specialty: null },
    });
    expect(outcome.state?.referral.conditions.map(({ specialty }) => specialty)).toEqual([
      null,
      'NEUROLOGICAL',
    ]);
  });

  it('of an older entry is what the entry says', () => {
    const data = { condition: 'PARKINSON', specialty: 'NEUROLOGICAL' };
    expect(givenEpisode(was('ReferralReceived', data)).state?.referral.conditions).toEqual([
      { ...data, precautions: null },
    ]);
    const none = { condition: null, specialty: null };
    expect(givenEpisode(was('ReferralReceived', none)).state?.referral.conditions).toEqual([]);
  });
});

describe('precautions of a condition', () => {
  const ms = (fewerBreaks: 'WARNING' | 'DEVIATION') => {
    const [, ...rest] = ready();
    const precautions = { ...PRECAUTIONS, fewerBreaks };
    const conditions = [
      { condition: 'LOW_BACK_PAIN', specialty: null, precautions: null },
      { condition: 'MULTIPLE_SCLEROSIS', specialty: 'NEUROLOGICAL', precautions },
    ];
    return [was('ReferralReceived', { conditions }), ...rest];
  };
  const byBen = { therapistId: ben.id };

  it('are shown when a session is booked and when it starts', () => {
    const facts = { condition: 'MULTIPLE_SCLEROSIS', precautions: ['SLOW_PACE', 'BREAKS'] };
    const outcome = givenEpisode(...ms('DEVIATION')).when(to('ScheduleSession', byBen));
    outcome.thenWarns('PRECAUTIONS');
    expect(outcome.decision).toMatchObject({ warnings: [{ facts }] });
    givenEpisode(...ms('DEVIATION'))
      .when(to('StartSession', byBen), monday)
      .thenWarns('PRECAUTIONS');
    givenEpisode(...booked())
      .when(to('StartSession'), monday)
      .thenWarns();
  });

  it('are asked of the session: a break too few is a deviation or a warning, by policy', () => {
    const held = (fewerBreaks: 'WARNING' | 'DEVIATION', breaks: number) =>
      givenEpisode(...ms(fewerBreaks)).when(to('CompleteSession', { ...byBen, breaks }), {
        reason: 'The patient wished none',
      });
    held('DEVIATION', 0).thenDeviates('BREAKS_TOO_FEW');
    held('DEVIATION', 1).thenDeviates();
    held('WARNING', 0).thenDeviates();
    held('WARNING', 0).thenWarns('BREAKS_TOO_FEW');
  });

  it('come with the specialty of any condition: refused at the start, a deviation when held', () => {
    const { when } = givenEpisode(...ms('DEVIATION'));
    const facts = { condition: 'MULTIPLE_SCLEROSIS', specialty: 'NEUROLOGICAL' };
    when(to('StartSession', { therapistId: anna.id }), monday).thenRefused(
      'SPECIALTY_MISSING',
      facts,
    );
    when(to('CompleteSession', { breaks: 1 }), { reason: 'Stood in' }).thenDeviates(
      'SPECIALTY_MISSING',
    );
  });
});
