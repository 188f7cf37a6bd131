import { isDeepStrictEqual } from 'node:util';
import type { Recorded } from '../envelope';
import type { Correctable } from './commands-corrections';
import type { EpisodeEvent } from './events';
import type { Observation } from './values';

/* Others rest on the ids that an entry brought in: what replaces it has the same. */

/** What each replacement is about, which a correction does not change. */
const ABOUT: Readonly<Partial<Record<Correctable['type'], readonly string[]>>> = {
  SetGoal: ['goalId'],
  ReviseGoal: ['goalId', 'revises'],
  ScoreGoal: ['goalId'],
  AbandonGoal: ['goalId'],
  CompleteSession: ['sessionId'],
  MissSession: ['sessionId'],
  AmendAuthorization: ['authorizationId'],
  ReportAdherence: ['programmeId'],
  CertifyPlanOfCare: ['planVersionId'],
};

/** A replacement is about the same goal, version, session or authorization. */
export function withIdsOf(entry: Recorded<EpisodeEvent>, replacement: Correctable): Correctable {
  if (replacement.type === 'ReplaceGoal' && entry.type === 'GoalReplaced') {
    const { replaces, goalId } = entry.data;
    const by = { ...replacement.by, goalId };
    return { ...replacement, goalId: replaces.goalId, revises: replaces.version, by };
  }
  const data: Readonly<Record<string, unknown>> = { ...entry.data };
  const about = ABOUT[replacement.type] ?? [];
  // Entry and replacement are of one kind: the ids of the one are those of the other.
  const ids = Object.fromEntries(about.map((field) => [field, data[field]]));
  return { ...replacement, ...ids };
}

/** Ids by which other entries refer to parts of this one stay what they were. */
export function keepIds(entry: Recorded<EpisodeEvent>, data: EpisodeEvent['data']): object {
  if (entry.type === 'AuthorizationGranted') {
    return { ...data, authorizationId: entry.data.authorizationId };
  }
  if (entry.type === 'ReferralReceived') {
    // Where it came from and whose days it counts by are no part of what it says.
    return { ...data, imported: entry.data.imported, zone: entry.data.zone };
  }
  if (!('observations' in entry.data) || !('observations' in data)) return data;
  const observations = withIdsKept(entry.data.observations, data.observations);
  const kept = new Map(data.observations.map(({ id }, at) => [id, observations[at]?.id ?? id]));
  return { ...renamed(data, kept), observations };
}

/** The same with other ids: a discharge also names its own observations. */
function renamed(data: object, ids: ReadonlyMap<string, string>): object {
  const text = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'string' ? (ids.get(value) ?? value) : value,
  );
  return JSON.parse(text) as object; // what was an object is one
}

/** The closest likeness first: the same answer, else of the same recall, else of the measure. */
const LIKENESSES: readonly ((a: Observation, b: Observation) => boolean)[] = [
  (a, b) => sameMeasure(a, b) && a.recall === b.recall && sameAnswer(a, b),
  (a, b) => sameMeasure(a, b) && a.recall === b.recall,
  sameMeasure,
];

/** Each original lends its id once: two observations of one id could not be told apart. */
function withIdsKept(
  originals: readonly Observation[],
  corrected: readonly Observation[],
): Observation[] {
  const left = new Set(originals);
  const ids = new Map<Observation, Observation['id']>();
  for (const alike of LIKENESSES) {
    for (const observation of corrected) {
      if (ids.has(observation)) continue;
      const original = [...left].find((known) => alike(known, observation));
      if (!original) continue;
      left.delete(original);
      ids.set(observation, original.id);
    }
  }
  return corrected.map((each) => ({ ...each, id: ids.get(each) ?? each.id }));
}

function sameMeasure(a: Observation, b: Observation): boolean {
  const isSame = a.instrument === b.instrument && a.bodySite === b.bodySite;
  return isSame && a.occasion === b.occasion;
}

function sameAnswer(a: Observation, b: Observation): boolean {
  return a.score === b.score && isDeepStrictEqual(a.items, b.items);
}
