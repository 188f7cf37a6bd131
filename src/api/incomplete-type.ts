import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import { DateTime, Uuid } from './scalars';
import { Shown } from './shown';

/* `!` says that whoever reads it fills every field. */

@ObjectType({ description: 'What an answer does not have in it, or has as it was before.' })
export class Incomplete {
  @Shown(() => Int, 'Episodes of which an entry cannot be shown; operators know which entry.')
  episodes!: number;

  @Shown(() => [Uuid], 'They.')
  episodeIds!: readonly string[];

  @Shown(() => DateTime, 'Since when the first of them is parked.')
  since!: Instant;
}

/** What an answer's field of it says. */
export const INCOMPLETE =
  'Episodes that may be in what is asked and are shown as they were before an entry that cannot ' +
  'be shown, or not at all; by clinic, therapist, condition, payer, referrer and labels as they ' +
  'were before it, not by days and measure; null: there is none.';
