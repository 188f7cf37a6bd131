import { effective } from '../domain/effective';
import { textRef, type Recorded } from '../domain/envelope';
import type { EpisodeEvent } from '../domain/episode/events';
import type { Moment } from '../engine/past';
import { EntryCorrection } from './history-types';
import { shapeChanges } from './shape-goal';
import { filled } from './filled';
import { sealedText, StaffMember } from './texts';

type Events = readonly Recorded<EpisodeEvent>[];

/** What an entry says, with when it happened; nothing once it is out. */
interface Said {
  readonly occurredAt?: string;
  readonly data?: object;
  /** Where each text is: a correction may bring other words. */
  readonly texts?: object;
}

/** The corrections of each entry as they were recorded, with what it said before and since. */
export function correctionsOf(
  events: Events,
  { position }: Moment,
): ReadonlyMap<string, EntryCorrection[]> {
  const corrections = new Map<string, EntryCorrection[]>();
  for (const event of events) {
    if (event.type !== 'EntryCorrected' && event.type !== 'EntryMarkedInError') continue;
    const { entryId } = event.data;
    const { id, version, recordedAt, actor } = event.header;
    const before = saidAt(events, entryId, version - 1);
    const difference = shapeChanges(before, saidAt(events, entryId, version));
    const correction = filled(EntryCorrection, {
      ...{ id, recordedAt, difference },
      takesOut: event.type === 'EntryMarkedInError',
      actor: filled(StaffMember, { id: actor.id, position }),
      reason: sealedText(textRef(event, 'correctionReason')),
    });
    const known = corrections.get(entryId);
    if (known) known.push(correction);
    else corrections.set(entryId, [correction]);
  }
  return corrections;
}

function saidAt(events: Events, entryId: string, version: number): Said {
  const entries = effective<EpisodeEvent>(events, { version });
  const entry = entries.find(({ header }) => header.id === entryId);
  if (!entry) return {};
  // Why it was corrected is no word of the entry itself.
  const texts = Object.entries(entry.texts).filter(([field]) => field !== 'correctionReason');
  const { occurredAt } = entry.header;
  return { occurredAt, data: entry.data, texts: Object.fromEntries(texts) };
}
