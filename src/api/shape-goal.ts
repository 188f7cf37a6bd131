import { goalStanding, type GoalCandidate } from '../domain/episode/goal-result';
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
  Goal,
  GoalAttainment,
  GoalProgress,
  GoalResult,
  GoalVersion,
  Lineage,
  RevisionReason,
} from './goal-types';
import { Change } from './history-types';
import { Baseline, ItemAnswer, Measure, Observation } from './measure-types';
import type { GoalChange } from './read-enums';
import { filled } from './shape-outcome';
import { sealedText, StaffMember } from './texts';

/** A goal as it stands in an episode at a moment. */
export function shapeGoal(episode: EpisodeState, goal: GoalState, moment: Moment): Goal {
  const standing = goalStanding(goal, episode);
  const result = (candidate: GoalCandidate) => shapeResult(candidate, moment);
  const { measure, status } = goal;
  const versions = goal.versions.map((version, index) =>
    shapeVersion(version, goal.versions[index - 1] ?? null, moment),
  );
  const current = versions.at(-1) ?? shapeVersion(currentVersion(goal), null, moment);
  return filled(Goal, {
    id: goal.id,
    episodeId: episode.id,
    kind: goal.kind,
    measure: filled(Measure, measure),
    baseline: filled(Baseline, goal.baseline),
    tolerance: goal.tolerance,
    // The domain's words in the spelling of an enum.
    status: status.status.toUpperCase(),
    endedAt: status.status === 'open' ? null : status.at,
    endReason: 'reason' in status ? sealedText(status.reason) : null,
    scoredBy: status.status === 'scored' ? status.observationId : null,
    gasLevel: status.status === 'scored' ? status.gasLevel : null,
    current,
    lineage: filled(Lineage, { versions }),
    observations: episode.observations
      .filter((observation) => isOf(observation, measure))
      .map(shapeObservation),
    attainment: filled(GoalAttainment, {
      original: result(standing.original),
      current: result(standing.current),
    }),
    progress: filled(GoalProgress, {
      original: standing.progressOriginal,
      current: standing.progressCurrent,
    }),
    asOf: moment,
  });
}

function shapeResult({ value, settledAt }: GoalCandidate, { evaluatedAt }: Moment): GoalResult {
  // A discharge is in `settledAt` already.
  const limits = { windowTo: settledAt, dischargedAt: null };
  return filled(GoalResult, { ...goalResult(value, limits, evaluatedAt), settledAt });
}

function shapeVersion(
  version: VersionState,
  before: VersionState | null,
  { position }: Moment,
): GoalVersion {
  const { terms, revision } = version;
  return filled(GoalVersion, {
    id: version.id,
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
    difference: before ? shapeChanges(before.terms, terms) : [],
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
