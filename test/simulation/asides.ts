import { PEOPLE } from '../api/scene';
import { by, day, iso, NECK_PAIN, type Guided, type Place } from './guided';

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
      contraindicationsAsked: true,
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
        recordAssessment: {
          kind: 'INITIAL',
          healthHistoryTaken: true,
          contraindicationsAsked: true,
          observations: [{ ...NECK_PAIN, answer: { score: place.dice.below(11) } }],
        },
      },
    }),
];

export function aside(place: Place): Guided {
  return place.dice.pick(ASIDES)(place);
}
