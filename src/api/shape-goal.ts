import { goalStanding, type GoalCandidate, type GoalStanding } from '../domain/episode/goal-result';
import { demandOf } from '../domain/episode/goal-difference';
import { lineageOf, originalLevel, originOf } from '../domain/episode/goal-lineage';
import { isOf } from '../domain/episode/observations';
import {
  currentVersion,
  type Episode as EpisodeState,
  type Goal as GoalState,
  type GoalVersion as VersionState,
  type ObservationTaken,
} from '../domain/episode/state';
import { goalResult } from '../domain/outcomes/attainment';
import { difference } from '../engine/difference';
import type { Moment } from '../engine/past';
import {
  Evidence,
  GasLevel,
  Goal,
  GoalAfter,
  GoalAttainment,
  GoalProgress,
  GoalResult,
  GoalVersion,
  Lineage,
  NewerGoalVersion,
  RevisionReason,
} from './goal-types';
import { Change } from './history-types';
import { Baseline, ItemAnswer, Measure, Observation } from './measure-types';
import type { GoalChange } from './read-enums';
import { filled } from './filled';
import { SealedText, sealedText, StaffMember } from './texts';

/** A goal as it stands in an episode at a moment. */
export function shapeGoal(episode: EpisodeState, goal: GoalState, moment: Moment): Goal {
  const standing = goalStanding(goal, episode);
  const result = (of: GoalState, candidate: GoalCandidate) => shapeResult(of, candidate, moment);
  const { measure, status } = goal;
  const versions = versionsOf(episode.goals, goal).map((each, index, all) =>
    shapeVersion(each, all[index - 1] ?? null, moment),
  );
  const last = { goal, version: currentVersion(goal) };
  const current = versions.at(-1) ?? shapeVersion(last, null, moment);
  const origin = originOf(episode.goals, goal);
  return filled(Goal, {
    id: goal.id,
    episodeId: episode.id,
    kind: goal.kind,
    measure: filled(Measure, measure),
    baseline: filled(Baseline, goal.baseline),
    tolerance: last.version.tolerance,
    replaces: goal.replaces,
    replacedBy: status.status === 'replaced' ? status.by : null,
    // The domain's words in the spelling of an enum.
    status: status.status.toUpperCase(),
    endedAt: status.status === 'open' ? null : status.at,
    endReason: 'reason' in status ? sealedText(status.reason) : null,
    scoredBy: status.status === 'scored' ? status.observationId : null,
    gasLevel: status.status === 'scored' ? status.gasLevel : null,
    gasLevelOriginal: originalLevel(episode.goals, goal),
    current,
    lineage: filled(Lineage, { versions }),
    observations: episode.observations
      .filter((observation) => isOf(observation, measure))
      .map(shapeObservation),
    attainment: filled(GoalAttainment, {
      original: result(origin, standing.original),
      current: result(goal, standing.current),
    }),
    progress: shapeProgress(standing),
    asOf: moment,
  });
}

/** What became of a goal, without its texts: those of a dry run are nowhere. */
export function shapeGoalAfter(episode: EpisodeState, goal: GoalState): GoalAfter {
  const standing = goalStanding(goal, episode);
  const before = goal.versions.at(-2);
  return filled(GoalAfter, {
    goalId: goal.id,
    progress: shapeProgress(standing),
    demand: before ? demandOf(goal, before, currentVersion(goal)) : null,
  });
}

function shapeProgress(standing: GoalStanding): GoalProgress {
  return filled(GoalProgress, {
    original: standing.progressOriginal,
    current: standing.progressCurrent,
    kept: standing.keptSoFar,
  });
}

function shapeResult(
  { kind }: GoalState,
  { value, settledAt }: GoalCandidate,
  { evaluatedAt }: Moment,
): GoalResult {
  // A discharge is in `settledAt` already.
  const limits = { windowTo: settledAt, dischargedAt: null };
  const result = goalResult(value, limits, evaluatedAt);
  const kept = kind === 'MAINTAIN' && result.value !== null ? result.value === 1 : null;
  return filled(GoalResult, { ...result, settledAt, kept });
}

/** A version with the goal that it is of. */
interface OfGoal {
  readonly goal: GoalState;
  readonly version: VersionState;
}

/** Every version that a goal has had, by whatever measure, oldest first. */
function versionsOf(goals: EpisodeState['goals'], goal: GoalState): readonly OfGoal[] {
  return lineageOf(goals, goal).flatMap((each) =>
    each.versions.map((version) => ({ goal: each, version })),
  );
}

/** What holds of a goal, against a version of it that someone had before them. */
export function shapeNewer(
  episode: EpisodeState,
  named: { readonly goalId: unknown; readonly revises: unknown; readonly current: unknown },
  moment: Moment,
): NewerGoalVersion | null {
  const goal = episode.goals.find(({ id }) => id === named.goalId);
  const versions = goal ? versionsOf(episode.goals, goal) : [];
  const at = versions.findIndex(({ version }) => version.id === named.current);
  const current = versions[at];
  if (!current) return null;
  const base = versions.find(({ version }) => version.id === named.revises);
  return filled(NewerGoalVersion, {
    current: shapeVersion(current, versions[at - 1] ?? null, moment),
    difference: base ? shapeChanges(termsOf(base), termsOf(current)) : [],
  });
}

/** What a version says, as far as it is no text. */
function termsOf({ goal, version }: OfGoal): object {
  return { measure: goal.measure, tolerance: version.tolerance, ...version.terms };
}

function shapeVersion(of: OfGoal, before: OfGoal | null, { position }: Moment): GoalVersion {
  const { goal, version } = of;
  const { terms, revision } = version;
  const sameGoal = before?.goal.id === goal.id;
  return filled(GoalVersion, {
    id: version.id,
    goalId: goal.id,
    measure: filled(Measure, goal.measure),
    tolerance: version.tolerance,
    levels: version.levelWords.map(({ level, words }) =>
      filled(GasLevel, { level, words: filled(SealedText, { ref: words }) }),
    ),
    target: terms.target,
    due: terms.due,
    statement: sealedText(version.statement),
    importance: terms.importance,
    difficulty: terms.difficulty,
    gasBaselineLevel: terms.levels?.baseline ?? null,
    windowFrom: terms.window.from,
    windowTo: terms.window.to,
    setAt: version.setAt,
    recordedAt: version.recordedAt,
    author: filled(StaffMember, { id: version.author.id, position }),
    reason:
      revision &&
      filled(RevisionReason, { code: revision.reason, words: sealedText(revision.words) }),
    evidence: (revision?.evidence ?? []).map((each) => filled(Evidence, each)),
    // As above, of a closed set.
    changed: (revision?.changed ?? []).map((each) => each.toUpperCase() as GoalChange),
    difference: before ? shapeChanges(termsOf(before), termsOf(of)) : [],
    demand: before && sameGoal ? demandOf(goal, before.version, version) : null,
  });
}

/** Where two plain values differ. */
export function shapeChanges(before: unknown, after: unknown): Change[] {
  return difference(before, after).map((change) => filled(Change, change));
}

export function shapeObservation(taken: ObservationTaken): Observation {
  const { id, instrument, instrumentVersion, bodySite, score, at, on } = taken;
  const { occasion, assessment, recall, mode, entryId } = taken;
  const items = Object.entries(taken.items ?? {}).map(([item, value]) =>
    filled(ItemAnswer, { item, value }),
  );
  return filled(Observation, {
    ...{ id, instrument, instrumentVersion, bodySite, score, at, on },
    ...{ occasion, assessment, recall, mode, entryId, items },
  });
}
