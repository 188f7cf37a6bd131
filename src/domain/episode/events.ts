import type { EventsOf } from '../schemas';
import { assessmentEvents } from './events-assessment';
import { correctionEvents } from './events-corrections';
import { endingEvents } from './events-endings';
import { findingEvents } from './events-findings';
import { goalEvents } from './events-goals';
import { planEvents } from './events-plan';
import { progressEvents } from './events-progress';
import { reactionEvents } from './events-reactions';
import { referralEvents } from './events-referral';
import { referralChangeEvents } from './events-referral-changes';
import { safetyEvents } from './events-safety';
import { sessionEvents } from './events-sessions';

/**
 * Streams `episode-<id>`. Names and shapes are the storage format: add, never edit. Free text is
 * not here: the comment of each event names its sealed texts. One file a topic.
 */
export const episodeEvents = {
  ...referralEvents,
  ...referralChangeEvents,
  ...assessmentEvents,
  ...planEvents,
  ...goalEvents,
  ...sessionEvents,
  ...reactionEvents,
  ...progressEvents,
  ...safetyEvents,
  ...endingEvents,
  ...correctionEvents,
  ...findingEvents,
};
/** Current `schemaVersion` by event type, where it is above 1. */
export const episodeSchemaVersions: Readonly<Partial<Record<keyof typeof episodeEvents, number>>> =
  { SessionStarted: 2 };

export type EpisodeEvent = EventsOf<typeof episodeEvents>;
export type EpisodeEventOf<Type extends EpisodeEvent['type']> = Extract<
  EpisodeEvent,
  { type: Type }
>;
