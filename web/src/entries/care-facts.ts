import { writtenNumber } from '../display/numbers';
import type { DataOf } from './data-of';
import { day, measured, measureOf, word, type Tellers, type Telling } from './telling';

/** What entries say about assessments, reactions and the plan: care apart from its sessions. */
export const careFacts: Tellers = {
  AssessmentDone: (d, telling) => [
    word(telling.t, 'assessmentKinds', d.text('kind')),
    measured(d.parts('observations'), telling),
    primary(d.part('primary').part('measure'), telling),
  ],
  Discharged: (d, telling) => [
    word(telling.t, 'dischargeReasons', d.text('reason')),
    measured(d.parts('observations'), telling),
  ],
  AdverseReactionReported: (d, { t }) => [word(t, 'severities', d.text('severity'))],
  EpisodePutOnHold: (d, { t, locale }) => [
    word(t, 'holdReasons', d.text('reason')),
    day(d.text('reviewOn'), locale),
  ],
  ContraindicationRecorded: (d, { words }) => [words.code(d.text('kind') ?? '')],
  PatientFeedbackRecorded: (d, { t }) => [
    word(t, 'feedbackFor', d.text('for')),
    word(t, 'feedbackTones', d.text('tone')),
  ],
  HomeProgrammeGiven: (d, { t }) => [
    t('episode.daysAWeek', { count: d.number('daysPerWeek') ?? 0 }),
  ],
  HomeProgrammeAdherenceReported: (d, { t }) => [
    t('facts.daysDone', { done: d.number('daysDone'), asked: d.number('daysAsked') }),
  ],
  PlanOfCareSet: (d, telling) => [plan(d.part('terms'), telling)],
  PlanOfCareRevised: (d, telling) => [plan(d.part('terms'), telling)],
};

/** By which measure the outcome is counted. */
function primary(measure: DataOf, { t, words }: Telling): string {
  if (measure.text('instrument') === undefined) return '';
  return t('facts.primary', { measure: measureOf(measure, words) });
}

function plan(terms: DataOf, { t, locale }: Telling): string {
  return t('facts.plan', {
    often: writtenNumber(terms.number('sessionsPerWeek') ?? 0, locale.language, 1),
    minutes: terms.number('sessionMinutes'),
    weeks: terms.number('weeks'),
  });
}
