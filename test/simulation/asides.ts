import { defaultContraindications } from '../../src/domain/policy/contraindications';
import { PEOPLE } from '../api/scene';
import { by, day, iso, NECK_PAIN, type Guided, type Place } from './guided';

/** Every kind that the policy asks about, answered with no. */
const SCREENED = defaultContraindications.map(({ kind }) => ({ kind, present: false }));
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What happens beside the way of an episode, at any step: sensible there or not. */
const ASIDES: readonly ((place: Place) => Guided)[] = [
  (place) => by(PEOPLE.therapist, 'withdrawConsent', place, { reason: 'Wants to think about it' }),
  (place) =>
    by(PEOPLE.therapist, 'giveConsent', place, {
      by: 'GUARDIAN',
      scope: 'TREATMENT',
      formVersion: '2026-1',
      occurredAt: iso(place.nowMs - place.dice.below(60) * HOUR_MS),
    }),
  (place) =>
    by(PEOPLE.frontDesk, 'requestClarification', place, {
      question: 'Which side?',
      due: day(place.nowMs + 5 * DAY_MS),
    }),
  (place) =>
    by(PEOPLE.frontDesk, 'clarifyReferral', place, {
      requestId: place.known.last('clarificationId'),
      answer: 'The left one',
      saidBy: 'Dr Sample',
    }),
  (place) =>
    by(PEOPLE.frontDesk, 'amendAuthorization', place, {
      authorizationId: place.known.last('authorizationId'),
      visits: place.dice.below(12),
      from: day(place.nowMs - 10 * DAY_MS),
      to: day(place.nowMs + place.dice.below(90) * DAY_MS),
    }),
  (place) =>
    by(PEOPLE.frontDesk, 'cancelSession', place, {
      sessionId: place.known.last('sessionId'),
      words: 'Has a cold',
    }),
  (place) =>
    by(PEOPLE.frontDesk, 'missSession', place, {
      sessionId: place.known.last('sessionId'),
      missReason: 'NO_SHOW',
    }),
  (place) =>
    by(PEOPLE.therapist, 'startSession', place, {
      sessionId: place.known.last('sessionId'),
      therapistId: place.known.last('therapistId'),
      planned: { techniques: ['SWEDISH'], sites: ['NECK'], pressure: 'LIGHT' },
      screening: SCREENED,
    }),
  (place) => by(PEOPLE.therapist, 'putOnHold', place, { holdReason: 'PATIENT_REQUEST' }),
  (place) => by(PEOPLE.therapist, 'resumeEpisode', place, { words: 'Goes on' }),
  (place) =>
    by(PEOPLE.manager, 'transferEpisode', place, {
      therapistId: place.dice.chance(50)
        ? place.known.last('therapistId')
        : place.known.idFor('staffId', place.dice),
      handover: 'Knows the exercises',
    }),
  (place) =>
    by(PEOPLE.therapist, 'abandonGoal', place, {
      goalId: place.known.last('goalId'),
      words: 'Has moved away',
    }),
  (place) =>
    by(PEOPLE.therapist, 'scoreGoal', place, {
      goalId: place.known.last('goalId'),
      observationId: place.known.last('observationId'),
    }),
  (place) =>
    by(PEOPLE.therapist, 'recordAssessment', place, {
      kind: place.dice.pick(['REASSESSMENT', 'FOLLOW_UP', 'DISCHARGE']),
      healthHistoryTaken: true,
      contraindicationsAsked: true,
      observations: [{ ...NECK_PAIN, answer: { score: place.dice.below(11) } }],
      occurredAt: iso(place.nowMs - place.dice.below(300) * HOUR_MS),
      reason: 'Written up later',
    }),
  (place) =>
    by(PEOPLE.therapist, 'markEntryInError', place, {
      entryId: place.known.idFor('entryId', place.dice),
      words: 'Wrong patient',
      reason: 'Wrong patient',
    }),
  (place) =>
    by(PEOPLE.therapist, 'correctEntry', place, {
      entryId: place.known.idFor('entryId', place.dice),
      words: 'Mistyped',
      replacement: {
        assessment: {
          kind: 'INITIAL',
          healthHistoryTaken: true,
          contraindicationsAsked: true,
          observations: [{ ...NECK_PAIN, answer: { score: place.dice.below(11) } }],
        },
      },
    }),
  (place) =>
    by(PEOPLE.therapist, 'recordContraindication', place, {
      kind: place.dice.pick(SCREENED).kind,
      bodySite: place.dice.chance(50) ? 'NECK' : 'KNEE',
    }),
  (place) =>
    by(PEOPLE.therapist, 'resolveContraindication', place, {
      contraindicationId: place.known.last('contraindicationId'),
      by: { role: place.dice.pick(['PHYSICIAN', 'THERAPIST']) },
      evidence: 'No more',
    }),
  (place) =>
    by(PEOPLE.therapist, 'setPlanOfCare', place, {
      sessionsPerWeek: 2,
      sessionMinutes: 50,
      techniques: ['SWEDISH'],
      weeks: 6,
    }),
  (place) => {
    const from = place.nowMs + (1 + place.dice.below(100)) * HOUR_MS;
    return by(PEOPLE.frontDesk, 'rescheduleSession', place, {
      sessionId: place.known.last('sessionId'),
      from: iso(from),
      to: iso(from + HOUR_MS),
      words: 'Another day suits better',
    });
  },
  (place) =>
    by(PEOPLE.therapist, 'recordFeedback', place, {
      for: 'THERAPIST',
      tone: place.dice.pick(['MIXED', 'POSITIVE', 'NEGATIVE']),
      words: 'Less than I hoped',
    }),
  (place) =>
    by(PEOPLE.therapist, 'replaceGoal', place, {
      goalId: place.known.last('goalId'),
      revises: place.known.last('goalVersionId'),
      by: {
        kind: 'MAINTAIN',
        measure: NECK_PAIN,
        statement: 'Stay as I am',
        tolerance: 1,
        due: day(place.nowMs + 40 * DAY_MS),
        importance: 2,
        difficulty: 1,
      },
      reasonCode: 'PLATEAU',
      words: 'No further change to be had',
      evidence: [{ kind: 'OBSERVATION', id: place.known.last('observationId') }],
    }),
  (place) => by(PEOPLE.manager, 'reopenEpisode', place, { words: 'Pain is back' }),
  (place) =>
    by(PEOPLE.manager, 'settleFinding', place, {
      findingId: place.known.idFor('findingId', place.dice),
      words: 'Spoken about',
    }),
  // Seldom: nothing more is recorded of an episode after this.
  (place) =>
    place.dice.chance(20)
      ? by(PEOPLE.manager, 'voidEpisode', place, { voidReason: 'DUPLICATE', words: 'Twice' })
      : by(PEOPLE.manager, 'acceptReferral', place, {}),
];

export function aside(place: Place): Guided {
  return place.dice.pick(ASIDES)(place);
}
