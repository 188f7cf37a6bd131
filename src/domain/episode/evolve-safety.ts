import { textRef, type Recorded } from '../envelope';
import type { EntryId } from '../ids';
import { localDate } from '../time';
import type { EpisodeEventOf } from './events';
import { entryIdOf } from './evolvers';
import type { Contraindication } from './state-safety';
import type { Episode } from './state';

export function evolveContraindicationRecorded(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'ContraindicationRecorded'>>,
): Episode {
  const at = event.header.occurredAt;
  const contraindication: Contraindication = {
    id: entryIdOf(event),
    at,
    on: localDate(at, episode.zone),
    ...event.data,
    words: textRef(event, 'words'),
    clearance: null,
    status: { status: 'open' },
  };
  return { ...episode, contraindications: [...episode.contraindications, contraindication] };
}

/** The latest one counts: it says all that is permitted, not what is permitted besides. */
export function evolveContraindicationCleared(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'ContraindicationCleared'>>,
): Episode {
  const { contraindicationId, ...cleared } = event.data;
  const clearance = {
    ...cleared,
    entryId: entryIdOf(event),
    at: event.header.occurredAt,
    byName: textRef(event, 'clearedByName'),
    words: textRef(event, 'words'),
  };
  return changed(episode, contraindicationId, { clearance });
}

export function evolveContraindicationResolved(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'ContraindicationResolved'>>,
): Episode {
  const at = event.header.occurredAt;
  const status = {
    status: 'resolved' as const,
    entryId: entryIdOf(event),
    at,
    on: localDate(at, episode.zone),
    by: event.data.by,
    byName: textRef(event, 'resolvedByName'),
    evidence: textRef(event, 'evidence'),
  };
  return changed(episode, event.data.contraindicationId, { status });
}

/** One that is not there (its entry was in error, or happened later) leaves all as it is. */
function changed(
  episode: Episode,
  contraindicationId: EntryId,
  change: Partial<Contraindication>,
): Episode {
  const contraindications = episode.contraindications.map((each) =>
    each.id === contraindicationId ? { ...each, ...change } : each,
  );
  return { ...episode, contraindications };
}
