import { episodeDecider } from '../../src/domain/episode/decide';
import type { EpisodeEvent, EpisodeEventOf } from '../../src/domain/episode/events';
import type { Episode } from '../../src/domain/episode/state';
import type { Recorded } from '../../src/domain/envelope';
import { stateOf } from '../../src/domain/fold';
import type { Instant } from '../../src/domain/time';

type Entry = Recorded<EpisodeEvent>;
type EntryOf<Type extends EpisodeEvent['type']> = Entry & EpisodeEventOf<Type>;

/**
 * What must be true of any episode however it came to be, asked of the stored entries and of the
 * fold alone: what is broken, in words; none when all holds.
 */
export function brokenIn(events: readonly Entry[]): readonly string[] {
  const state = folded(events);
  return [
    ...brokenEnvelopes(events),
    ...events.flatMap((event) => brokenBy(event, events)),
    ...(state ? brokenState(state) : ['the episode has no state']),
  ];
}

function folded(events: readonly Entry[], happenedBy?: Instant): Episode | null {
  const options = happenedBy === undefined ? {} : { happenedBy };
  return stateOf<Episode | null, EpisodeEvent>(episodeDecider, events, options);
}

function brokenEnvelopes(events: readonly Entry[]): string[] {
  return events.flatMap(({ header }, index) => {
    const before = events[index - 1]?.header;
    const broken: string[] = [];
    if (header.version !== index) broken.push(`version ${header.version} at place ${index}`);
    if (header.occurredAt > header.recordedAt) broken.push(`${header.id} is ahead of its record`);
    if (before && header.recordedAt < before.recordedAt) broken.push(`${header.id} goes back`);
    return broken;
  });
}

function brokenBy(event: Entry, events: readonly Entry[]): string[] {
  if (event.type === 'GoalRevised') return brokenRevision(event, events);
  if (event.type === 'SessionStarted') return brokenStart(event, events);
  if (event.type === 'SessionCompleted') {
    const unexplained = event.data.deviations.length > 0 && !event.texts['reason'];
    return unexplained ? [`session ${event.data.sessionId} deviates without a reason`] : [];
  }
  const severe = event.type === 'AdverseReactionReported' && event.data.severity === 'SEVERE';
  return severe ? brokenHold(event, events) : [];
}

/** A revision names an earlier version of its goal, and something recorded since that one. */
function brokenRevision(event: EntryOf<'GoalRevised'>, events: readonly Entry[]): string[] {
  const { goalId, revises, evidence } = event.data;
  const earlier = events.slice(0, event.header.version);
  const revised = earlier.find(({ header }) => header.id === revises);
  if (!revised || !JSON.stringify(revised.data).includes(goalId)) {
    return [`a revision of ${goalId} names ${revises}, which is no earlier version of it`];
  }
  const since = earlier.slice(revised.header.version + 1);
  const old = evidence.filter(
    ({ id }) =>
      !since.some((each) => each.header.id === id || JSON.stringify(each.data).includes(id)),
  );
  return old.map(({ id }) => `evidence ${id} is older than the version of ${goalId} it is for`);
}

/** What a session needs at its start, of what was known when it was started. */
function brokenStart(event: EntryOf<'SessionStarted'>, events: readonly Entry[]): string[] {
  const known = events.slice(0, event.header.version);
  const happenedBy: Instant = event.data.startedAt;
  const then = folded(known, happenedBy);
  if (!then) return ['a session of no episode'];
  const lacks = [
    then.decision.status === 'accepted' ? null : 'acceptance',
    then.consent ? null : 'consent',
    then.hold ? 'an end of the hold' : null,
    then.assessments.some(({ kind }) => kind === 'INITIAL') ? null : 'an initial assessment',
    then.goals.length > 0 ? null : 'a goal',
  ].filter((each) => each !== null);
  return lacks.map((lack) => `session ${event.data.sessionId} was started without ${lack}`);
}

/** A severe reaction puts an episode on hold, unless it was or is over. */
function brokenHold(event: Entry, events: readonly Entry[]): string[] {
  const before = folded(events.slice(0, event.header.version));
  if (!before || before.hold || before.discharge) return [];
  const next = events[event.header.version + 1];
  const held =
    next?.type === 'EpisodePutOnHold' && next.header.commandId === event.header.commandId;
  return held ? [] : [`severe reaction ${event.header.id} did not put the episode on hold`];
}

function brokenState({ assessments, goals, sessions, discharge }: Episode): string[] {
  const broken: string[] = [];
  const initial = assessments.filter(({ kind }) => kind === 'INITIAL').length;
  if (initial > 1) broken.push(`${initial} initial assessments`);
  const open = goals.filter(({ status }) => status.status === 'open').length;
  const booked = sessions.filter(({ status }) => status === 'booked').length;
  if (discharge && open + booked > 0) {
    broken.push(`discharged with ${open} open goals and ${booked} bookings`);
  }
  for (const { id, versions } of goals) {
    const times = versions.map(({ setAt }) => setAt);
    if ([...times].sort().join() !== times.join()) broken.push(`versions of ${id} out of order`);
  }
  return broken;
}
