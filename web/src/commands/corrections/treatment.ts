import type { Values } from '../drafts';
import { textOf } from '../fields';
import type { FormContext } from '../form-context';
import { recordAssessment } from '../forms/assessment-forms';
import { discharge } from '../forms/discharge-form';
import { measureText } from '../forms/measures';
import { answeredRows } from '../forms/observations';
import { screenedStart } from '../forms/screening';
import { completeSession } from '../forms/session-forms';
import { localTime } from '../moments';
import { shown, type Correction } from './correction';
import { eachOf, valuesOf, type Said } from './said';

/** The episode before the assessment: what it asked the patient to name is asked anew. */
function beforeAssessment({ data, at }: Said, context: FormContext): FormContext {
  const { episode } = context;
  const isFirst = data['kind'] === 'INITIAL';
  return {
    ...context,
    episode: {
      ...episode,
      observations: episode.observations.filter((each) => each.at < at),
      ...(isFirst ? { assessments: [], primary: null } : {}),
    },
  };
}

const assessment: Correction = {
  form: recordAssessment,
  kind: 'assessment',
  before: beforeAssessment,
  start({ data, words }) {
    const { instrument, bodySite } = valuesOf(valuesOf(data['primary'])['measure']);
    return {
      kind: data['kind'],
      healthHistoryTaken: data['healthHistoryTaken'],
      contraindicationsAsked: data['contraindicationsAsked'],
      observations: answeredRows(eachOf(data, 'observations'), words),
      ...(typeof instrument === 'string'
        ? { primary: measureText({ instrument, bodySite: shown(bodySite) || null }) }
        : {}),
    };
  },
  words: { findings: 'findings' },
};

/** A session that was begun by an entry of its own was asked for there. */
function beforeSession({ data, startedSessions }: Said, context: FormContext): FormContext {
  const about = textOf(data, 'sessionId') ?? null;
  const sessions = context.episode.sessions.map((each) =>
    each.id === about && startedSessions.has(each.id)
      ? { ...each, status: 'STARTED' as const }
      : each,
  );
  return { ...context, about, episode: { ...context.episode, sessions } };
}

const session: Correction = {
  form: completeSession,
  kind: 'session',
  before: beforeSession,
  start({ data, words }, context) {
    const { zone } = context.locale;
    const { techniques, sites, pressure } = valuesOf(data['given']);
    const measured = eachOf(data, 'observations');
    const pain = (occasion: string) =>
      measured.find((each) => each['occasion'] === occasion)?.['score'] ?? '';
    const asked = eachOf(valuesOf(data['screening']), 'answers').map(({ kind, present }) => {
      return { kind: shown(kind), present: present === true };
    });
    return {
      ...{ techniques, sites, pressure: shown(pressure), therapistId: data['therapistId'] },
      ...screenedStart(asked, context),
      startedAt: localTime(String(data['startedAt']), zone),
      endedAt: localTime(String(data['endedAt']), zone),
      painBefore: pain('BEFORE_SESSION'),
      painAfter: pain('AFTER_SESSION'),
      // Without these words it was not stopped early, and no rule was broken.
      stoppedBecause: words.get('stoppedBecause') ?? '',
      reason: words.get('reason') ?? '',
    };
  },
  words: { response: 'response', notes: 'notes', homeAdvice: 'homeAdvice' },
  rest({ data }, values, { locale }) {
    // Fields show minutes: what was not touched stays to the second.
    const same = (name: string) => {
      const before = String(data[name]);
      return values[name] === localTime(before, locale.zone) ? { [name]: before } : {};
    };
    return { breaks: data['breaks'], ...same('startedAt'), ...same('endedAt') };
  },
};

/** What the discharge settled is open again, and what it cancelled is booked. */
function beforeDischarge({ data }: Said, context: FormContext): FormContext {
  const settled = new Set(eachOf(data, 'goals').map(({ goalId }) => goalId));
  const cancelled = data['cancelledSessions'];
  const { episode } = context;
  return {
    ...context,
    episode: {
      ...episode,
      goals: episode.goals.map((each) =>
        settled.has(each.id) ? { ...each, status: 'OPEN' as const } : each,
      ),
      sessions: episode.sessions.map((each) =>
        Array.isArray(cancelled) && cancelled.includes(each.id)
          ? { ...each, status: 'BOOKED' as const }
          : each,
      ),
    },
  };
}

const ending: Correction = {
  form: discharge,
  kind: 'discharge',
  before: beforeDischarge,
  start({ data, words }) {
    const goals = eachOf(data, 'goals').flatMap(({ goalId, outcome }) => [
      [`goal-${shown(goalId)}`, outcome] as const,
      [`words-${shown(goalId)}`, words.get(`goal:${shown(goalId)}`) ?? ''] as const,
    ]);
    return {
      dischargeReason: data['reason'],
      observations: answeredRows(eachOf(data, 'observations'), words),
      // Without these words there has to be a final score.
      finalMissingBecause: words.get('finalMissing') ?? '',
      ...Object.fromEntries<unknown>(goals),
    };
  },
  words: { report: 'report' },
  rest: ({ data }, values) => ({ goals: settlements(data, values) }),
  hasMoment: false,
};

/**
 * How each goal ended; by which score and level stays where that it was scored does. A score of
 * the discharge itself is measured anew with it, and counts again.
 */
function settlements(data: Values, values: Values): readonly object[] {
  const own = new Set(eachOf(data, 'observations').map(({ id }) => id));
  return eachOf(data, 'goals').map((goal) => {
    const { goalId, observationId, gasLevel, gasLevelOriginal } = goal;
    const outcome = values[`goal-${shown(goalId)}`];
    const words = textOf(values, `words-${shown(goalId)}`) ?? null;
    if (outcome !== 'SCORED' || goal['outcome'] !== 'SCORED') return { goalId, outcome, words };
    const by = own.has(observationId) ? {} : { observationId };
    return { ...{ goalId, outcome, words, gasLevel, gasLevelOriginal }, ...by };
  });
}

/** Corrections of what was measured and done, and of how care ended. */
export const treatmentCorrections = {
  AssessmentDone: assessment,
  SessionCompleted: { ...session, hasMoment: false },
  Discharged: ending,
};
