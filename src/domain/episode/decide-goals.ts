import { accept, alreadySo, givenTexts, refuse, type Asked, type Decision } from '../decider';
import type { GoalId } from '../ids';
import { targetFrom } from '../outcomes/attainment';
import { instrumentByCode, type Instrument } from '../outcomes/instruments';
import { endOfDay, localDate, plusDays, startOfDay, type LocalDate, type Zone } from '../time';
import type { EpisodeCommandOf, TargetGiven } from './commands';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { countedFor } from './goal-result';
import { isEligible, latestEligible, measureRules } from './observations';
import { currentVersion, type Episode, type Goal } from './state';
import { measureKey, type Evidence } from './values';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;
type Terms = EpisodeEventOf<'GoalSet'>['data']['terms'];
type WindowDays = { readonly before: number; readonly after: number };

export function setGoal(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'SetGoal'>,
  asked: A,
): D {
  // Ids of what a command makes are UUIDs of it.
  const goalId = command.goalId ?? (asked.newId('goal') as GoalId);
  const refusal = goalNotSettable(now, goalId, command, asked);
  if (refusal) return refusal;
  const instrument = instrumentByCode(command.measure.instrument, asked.customMeasures);
  if (!instrument) {
    return refuse('INSTRUMENT_UNKNOWN', { instrument: command.measure.instrument });
  }
  const { bodySite } = command.measure;
  const measure = { instrument: instrument.code, bodySite };
  const baseline = latestEligible(then, measure);
  if (!baseline) return refuse('GOAL_BASELINE_MISSING', { measure: measureKey(measure) });
  const target = targetOf(command.kind, command.target, baseline.score, instrument);
  if (typeof target !== 'number') return target;
  const { goalWindowDays, version } = asked.policy;
  const levels = command.gasBaselineLevel === null ? null : { baseline: command.gasBaselineLevel };
  const { importance, difficulty, due } = command;
  return accept({
    type: 'GoalSet',
    data: {
      goalId,
      kind: command.kind,
      measure,
      baseline: { observationId: baseline.id, score: baseline.score },
      tolerance: command.kind === 'MAINTAIN' ? command.tolerance : null,
      terms: {
        target,
        due,
        window: windowOf(due, now.zone, goalWindowDays),
        importance,
        difficulty,
        levels,
      },
      rules: {
        policy: version,
        windowDaysBefore: goalWindowDays.before,
        windowDaysAfter: goalWindowDays.after,
        measure: measureRules(instrument),
      },
    },
    ...givenTexts({ statement: command.statement }),
  });
}

function goalNotSettable(
  now: Episode,
  goalId: GoalId,
  command: EpisodeCommandOf<'SetGoal'>,
  asked: A,
): ReturnType<typeof refuse> | null {
  if (now.goals.some(({ id }) => id === goalId)) return refuse('GOAL_EXISTS', { goalId });
  // A correction adds no goal: one that was set in the episode is mended after the discharge too.
  if (now.discharge && !asked.entry) {
    return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  }
  const complete = command.kind === 'IMPROVE' ? command.target : command.tolerance;
  if (complete === null) return refuse('GOAL_TARGET_MISSING');
  const today = localDate(asked.occurredAt, now.zone);
  if (command.due < today) return refuse('GOAL_DUE_PAST', { due: command.due, today });
  const open = now.goals.filter(({ status }) => status.status === 'open').length;
  const max = asked.policy.openGoalsMax;
  return open >= max ? refuse('GOALS_TOO_MANY', { open, max }) : null;
}

/** Points of the measure: what is wished, or the baseline where it is to be kept. */
function targetOf(
  kind: Goal['kind'],
  wish: TargetGiven | null,
  baseline: number,
  instrument: Instrument,
): number | ReturnType<typeof refuse> {
  if (instrument.kind === 'transition') {
    return refuse('GOAL_MEASURE_RATES_CHANGE', { instrument: instrument.code });
  }
  if (kind === 'MAINTAIN') return baseline;
  if (!wish) return refuse('GOAL_TARGET_MISSING');
  const result = targetFrom(wish, baseline, instrument);
  return result.ok ? result.target : refuse(`GOAL_${result.code}`, result.facts);
}

/** Local days from–to around the due date, as instants: [start of the first, end of the last). */
function windowOf(due: LocalDate, zone: Zone, days: WindowDays): Terms['window'] {
  return {
    from: startOfDay(plusDays(due, -days.before), zone),
    to: endOfDay(plusDays(due, days.after), zone),
  };
}

export function reviseGoal(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'ReviseGoal'>,
  asked: A,
): D {
  const goal = openGoal(now, command.goalId);
  if (goal.kind === 'refused') return goal;
  const current = currentVersion(goal);
  if (command.revises !== current.id) return stale(goal, command.revises);
  if (!command.words.trim()) return refuse('REASON_MISSING');
  const terms = revisedTerms(goal, command, now.zone, asked);
  if ('kind' in terms) return terms;
  const changed = whatChanged(current.terms, terms, command.statement !== undefined);
  if (changed.length === 0) return refuse('GOAL_UNCHANGED', { goalId: goal.id });
  const today = localDate(asked.occurredAt, now.zone);
  if (changed.includes('due') && terms.due < today) {
    return refuse('GOAL_DUE_PAST', { due: terms.due, today });
  }
  const unfounded = evidenceRefusal(then, current.entryVersion, command.evidence);
  if (unfounded) return unfounded;
  return accept({
    type: 'GoalRevised',
    data: {
      goalId: goal.id,
      revises: current.id,
      changed,
      terms,
      reason: command.reasonCode,
      evidence: [...command.evidence],
    },
    reasonCode: command.reasonCode,
    ...givenTexts({ statement: command.statement, reason: command.words }),
  });
}

function openGoal(now: Episode, goalId: GoalId): Goal | ReturnType<typeof refuse> {
  const goal = now.goals.find(({ id }) => id === goalId);
  if (!goal) return refuse('GOAL_UNKNOWN', { goalId });
  if (goal.status.status !== 'open') {
    return refuse('GOAL_NOT_OPEN', { goalId, status: goal.status.status });
  }
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  return goal;
}

/** The newer version, and what it changed of the one that was revised. */
function stale(goal: Goal, revises: string): ReturnType<typeof refuse> {
  const current = currentVersion(goal);
  const base = goal.versions.find(({ id }) => id === revises);
  const newer = base ? goal.versions.slice(goal.versions.indexOf(base) + 1) : goal.versions;
  const changed = [...new Set(newer.flatMap(({ revision }) => revision?.changed ?? []))];
  return refuse('GOAL_VERSION_STALE', {
    goalId: goal.id,
    revises,
    current: current.id,
    changed,
    target: current.terms.target,
    due: current.terms.due,
    by: current.author.id,
    recordedAt: current.recordedAt,
  });
}

function revisedTerms(
  goal: Goal,
  command: EpisodeCommandOf<'ReviseGoal'>,
  zone: Zone,
  asked: A,
): Terms | ReturnType<typeof refuse> {
  const { terms } = currentVersion(goal);
  let { target } = terms;
  if (command.target) {
    const { instrument: code } = goal.measure;
    const instrument = instrumentByCode(code, asked.customMeasures);
    if (!instrument) return refuse('INSTRUMENT_UNKNOWN', { instrument: code });
    const wished = targetOf(goal.kind, command.target, goal.baseline.score, instrument);
    if (typeof wished !== 'number') return wished;
    target = wished;
  }
  const due = command.due ?? terms.due;
  const { windowDaysBefore, windowDaysAfter } = goal.rules;
  return {
    target,
    due,
    window: windowOf(due, zone, { before: windowDaysBefore, after: windowDaysAfter }),
    importance: command.importance ?? terms.importance,
    difficulty: command.difficulty ?? terms.difficulty,
    levels:
      command.gasBaselineLevel === undefined
        ? terms.levels
        : { baseline: command.gasBaselineLevel },
  };
}

type Changed = EpisodeEventOf<'GoalRevised'>['data']['changed'];

/** Any text supplied counts as a change: what is sealed cannot be compared. */
function whatChanged(before: Terms, after: Terms, statementGiven: boolean): Changed {
  const changed: Changed = [];
  if (before.target !== after.target) changed.push('target');
  if (before.due !== after.due) changed.push('due');
  if (statementGiven) changed.push('statement');
  if (before.importance !== after.importance || before.difficulty !== after.difficulty) {
    changed.push('weights');
  }
  if (before.levels?.baseline !== after.levels?.baseline) changed.push('levels');
  return changed;
}

function evidenceRefusal(
  then: Episode,
  versionRevised: number,
  evidence: readonly Evidence[],
): ReturnType<typeof refuse> | null {
  if (evidence.length === 0) return refuse('EVIDENCE_MISSING');
  for (const { kind, id } of evidence) {
    const observation =
      kind === 'OBSERVATION' ? then.observations.find((known) => known.id === id) : undefined;
    const reaction =
      kind === 'REACTION' ? then.reactions.find(({ entryId }) => entryId === id) : undefined;
    const found = observation ?? reaction;
    if (!found) return refuse('EVIDENCE_UNKNOWN', { id });
    if (found.entryVersion <= versionRevised) return refuse('EVIDENCE_NOT_NEWER', { id });
    if (observation && !isEligible(observation)) return refuse('EVIDENCE_AFTER_SESSION', { id });
  }
  return null;
}

export function scoreGoal(then: Episode, now: Episode, command: EpisodeCommandOf<'ScoreGoal'>): D {
  const known = now.goals.find(({ id }) => id === command.goalId);
  const { observationId, gasLevel } = command;
  const { status } = known ?? { status: null };
  if (status?.status === 'scored' && status.observationId === observationId) {
    if (status.gasLevel === gasLevel) return alreadySo();
  }
  const goal = openGoal(now, command.goalId);
  if (goal.kind === 'refused') return goal;
  const version = currentVersion(goal);
  const counted = countedFor(then, goal, version);
  if (!counted) {
    const { from, to } = version.terms.window;
    const measure = measureKey(goal.measure);
    return refuse('GOAL_NO_OBSERVATION_IN_WINDOW', { measure, from, to });
  }
  if (counted.id !== observationId) {
    return refuse('GOAL_OBSERVATION_NOT_COUNTED', { observationId, counted: counted.id });
  }
  return accept({
    type: 'GoalScored',
    data: { goalId: goal.id, version: version.id, observationId, gasLevel },
  });
}

export function abandonGoal(now: Episode, command: EpisodeCommandOf<'AbandonGoal'>): D {
  const known = now.goals.find(({ id }) => id === command.goalId);
  if (known?.status.status === 'abandoned') return alreadySo();
  const goal = openGoal(now, command.goalId);
  if (goal.kind === 'refused') return goal;
  if (!command.words.trim()) return refuse('REASON_MISSING');
  return accept({
    type: 'GoalAbandoned',
    data: { goalId: goal.id },
    ...givenTexts({ reason: command.words }),
  });
}
