import type { Rule } from '../rule';

/** Codes of goals: set, revised on evidence, scored. */
export const goalRules = {
  GOAL_UNKNOWN: {
    state: 'now',
    says: 'The episode has no goal {goalId}.',
    accepts: 'The id of a goal of this episode.',
  },
  GOAL_EXISTS: {
    state: 'now',
    says: 'Goal {goalId} was set before.',
    accepts: 'A new goal id, or a revision of the goal.',
  },
  GOAL_NOT_OPEN: {
    state: 'now',
    says: 'Goal {goalId} is {status}.',
    accepts: 'An open goal.',
  },
  GOALS_TOO_MANY: {
    state: 'now',
    says: '{open} goals are open; the policy allows {max}.',
    accepts: 'A goal scored or abandoned first.',
    policy: 'openGoalsMax',
  },
  GOAL_BASELINE_MISSING: {
    state: 'then',
    says: 'There is no observation of {measure} that could be the baseline.',
    accepts: 'An assessment of the measure first; one taken right after a session does not count.',
  },
  GOAL_MEASURE_RATES_CHANGE: {
    state: 'then',
    says: '{instrument} rates change and has no baseline.',
    accepts: 'A measure that has a score at a moment.',
  },
  GOAL_PERCENT_NOT_ALLOWED: {
    state: 'then',
    says: '{instrument} has no true zero: a percentage has no meaning.',
    accepts: 'A target in points.',
  },
  GOAL_TARGET_OUT_OF_RANGE: {
    state: 'then',
    says: 'The target {target} is outside {min} to {max}.',
    accepts: 'A target in the range of the instrument.',
  },
  GOAL_TARGET_NO_IMPROVEMENT: {
    state: 'then',
    says: 'The target {target} is no improvement on the baseline {baseline}.',
    accepts: 'A better score than the baseline; to keep it, a goal to maintain.',
  },
  GOAL_TARGET_MISSING: {
    state: 'then',
    says: 'A goal to improve needs a target, a goal to maintain a tolerance.',
    accepts: 'A target in percent or points for IMPROVE; a tolerance in points for MAINTAIN.',
  },
  GOAL_DUE_PAST: {
    state: 'then',
    says: 'The due date {due} is before {today}.',
    accepts: 'A due date to come.',
  },
  GOAL_DUE_TOO_FAR: {
    state: 'then',
    says: 'The due date {due} is more than ten years ahead.',
    accepts: 'A due date up to {latest}.',
  },
  GOAL_TOLERANCE_OUT_OF_RANGE: {
    state: 'then',
    says: 'The tolerance {tolerance} is outside 0 to {max}.',
    accepts: 'Points of the measure, from none to its whole range.',
  },
  GOAL_SET_LATER: {
    state: 'now',
    says: 'The current version of goal {goalId} was set at {setAt}, after {at}.',
    accepts: 'A moment after the current version was set.',
  },
  GOAL_VERSION_STALE: {
    state: 'now',
    says: 'The goal was revised meanwhile: the current version is {current}, changed: {changed}.',
    accepts: 'A revision of the current version.',
  },
  GOAL_UNCHANGED: {
    state: 'now',
    says: 'The revision changes nothing.',
    accepts: 'A change of target, due date, statement, weights or levels.',
  },
  EVIDENCE_MISSING: {
    state: 'then',
    says: 'A revision rests on evidence, and none is named.',
    accepts: 'At least one observation or reaction recorded since the version revised.',
  },
  EVIDENCE_UNKNOWN: {
    state: 'then',
    says: 'Evidence {id} is not known in this episode at that time.',
    accepts: 'The id of an observation or reaction of this episode.',
  },
  EVIDENCE_NOT_NEWER: {
    state: 'then',
    says: 'Evidence {id} was recorded before the version that is revised.',
    accepts: 'Evidence recorded since that version.',
  },
  EVIDENCE_AFTER_SESSION: {
    state: 'then',
    says: 'Observation {id} was taken right after a session and is no evidence.',
    accepts: 'An observation of an assessment or before a session.',
  },
  GOAL_NO_OBSERVATION_IN_WINDOW: {
    state: 'then',
    says: 'No observation of {measure} lies between {from} and {to}.',
    accepts: 'An observation within the window of the due date.',
    policy: 'goalWindowDays',
  },
  GOAL_OBSERVATION_NOT_COUNTED: {
    state: 'then',
    says: 'Observation {observationId} is not the one that counts: that is {counted}.',
    accepts: 'The last observation within the window.',
  },
} as const satisfies Record<string, Rule>;
