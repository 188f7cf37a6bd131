import type { Dice } from '../engine/histories';
import { PEOPLE, referral } from '../api/scene';
import type { Known } from './known';

const HOUR_MS = 3_600_000;

/** A command as somebody who knows the work would send it. */
export interface Guided {
  readonly mutation: string;
  readonly subject: string;
  readonly input: object;
}

export interface Place {
  readonly known: Known;
  readonly dice: Dice;
  readonly nowMs: number;
}

export const iso = (ms: number) => new Date(ms).toISOString();
export const day = (ms: number) => iso(ms).slice(0, 10);

/** From referral to discharge, in order; each step may be left out, doubled or come too early. */
const WAY: readonly ((place: Place) => Guided)[] = [
  ({ known, nowMs }) => ({
    mutation: 'receiveReferral',
    subject: PEOPLE.frontDesk,
    input: {
      ...referral(known.last('clinicId') ?? '', known.last('patientId') ?? ''),
      prescription: { issuedOn: day(nowMs - 2 * 86_400_000), visits: 10 },
    },
  }),
  (place) => by(PEOPLE.manager, 'acceptReferral', place, {}),
  (place) =>
    by(PEOPLE.frontDesk, 'grantAuthorization', place, {
      visits: 3 + place.dice.below(6),
      from: day(place.nowMs - 10 * 86_400_000),
      to: day(place.nowMs + (20 + place.dice.below(100)) * 86_400_000),
      payerClass: 'PUBLIC',
    }),
  (place) =>
    by(PEOPLE.manager, 'assignTherapist', place, { therapistId: place.known.last('therapistId') }),
  (place) =>
    by(PEOPLE.therapist, 'giveConsent', place, {
      by: 'PATIENT',
      scope: 'TREATMENT',
      formVersion: '2026-1',
    }),
  (place) => assess(place, 'INITIAL', 6 + place.dice.below(4)),
  (place) =>
    by(PEOPLE.therapist, 'setGoal', place, {
      kind: 'IMPROVE',
      measure: NECK_PAIN,
      statement: 'Work a day without pain',
      target: { percent: 50 },
      due: day(place.nowMs + 30 * 86_400_000),
      importance: 3,
      difficulty: 2,
    }),
  book,
  hold,
  (place) => assess(place, 'REASSESSMENT', 4 + place.dice.below(4)),
  (place) =>
    by(PEOPLE.therapist, 'reviseGoal', place, {
      goalId: place.known.last('goalId'),
      revises: place.known.last('goalVersionId'),
      target: { value: 1 + place.dice.below(4) },
      reasonCode: 'PLATEAU',
      words: 'Slower than hoped for',
      evidence: [{ kind: 'OBSERVATION', id: place.known.last('observationId') }],
    }),
  hold,
  (place) =>
    by(PEOPLE.therapist, 'reportReaction', place, {
      severity: place.dice.pick(['MILD', 'MODERATE', 'SEVERE']),
      description: 'Dizzy in the evening',
    }),
  (place) => by(PEOPLE.therapist, 'resumeEpisode', place, { words: 'Seen by the physician' }),
  hold,
  (place) =>
    by(PEOPLE.therapist, 'discharge', place, {
      dischargeReason: 'GOALS_MET',
      observations: [{ ...NECK_PAIN, answer: { score: 2 } }],
      goals: [{ goalId: place.known.last('goalId'), outcome: 'SCORED' }],
      report: 'Thank you for the referral',
    }),
];

export const WAY_STEPS = WAY.length;

export function guided(step: number, place: Place): Guided {
  const make = WAY[step];
  if (!make) throw new Error(`there is no step ${step}`);
  return make(place);
}

export const NECK_PAIN = { instrument: 'NPRS', bodySite: 'NECK' };

export function by(subject: string, mutation: string, { known }: Place, input: object): Guided {
  return { mutation, subject, input: { episodeId: known.last('episodeId'), ...input } };
}

function assess(place: Place, kind: string, score: number): Guided {
  return by(PEOPLE.therapist, 'recordAssessment', place, {
    kind,
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [{ ...NECK_PAIN, answer: { score } }],
  });
}

function book(place: Place): Guided {
  const from = place.nowMs + (1 + place.dice.below(200)) * HOUR_MS;
  return by(PEOPLE.frontDesk, 'scheduleSession', place, {
    therapistId: place.known.last('therapistId'),
    from: iso(from),
    to: iso(from + HOUR_MS),
  });
}

function hold(place: Place): Guided {
  const endedAt = place.nowMs - place.dice.below(100) * HOUR_MS;
  return by(PEOPLE.therapist, 'completeSession', place, {
    therapistId: place.known.last('therapistId'),
    startedAt: iso(endedAt - 50 * 60_000),
    endedAt: iso(endedAt),
    given: { techniques: ['MYOFASCIAL_RELEASE'], sites: ['NECK'], pressure: 'MODERATE' },
    painBefore: 6,
    painAfter: 4,
    reason: 'Written up later',
  });
}
