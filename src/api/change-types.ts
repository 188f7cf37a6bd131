import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { EntryTypeEnum } from './enums';
import { DateTime, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'What one command recorded of an episode of care.' })
export class ChangeThen {
  @Shown(() => Uuid, 'The episode of care.')
  episodeId!: string;

  @Shown(() => [EntryTypeEnum], 'What its entries say, in order.')
  entries!: string[];

  @Shown(() => DateTime, 'When it was recorded.')
  recordedAt!: Instant;

  @Shown(() => AnsweredMoment, 'Right after it: hand it to `asOf.exactly` to see what it made.')
  asOf!: Moment;
}

@ObjectType({
  description:
    'The changes next to a moment, of what the viewer may see today. All that one command ' +
    'recorded is one change.',
})
export class ChangesAround {
  @Shown(() => AnsweredMoment, 'The moment that they are next to.')
  around!: Moment;

  @ShownOrNull(() => ChangeThen, 'The last one at or before it; null: there was none yet.')
  last!: ChangeThen | null;

  @ShownOrNull(
    () => ChangeThen,
    'The one before that: what was known before the last change is seen by its `asOf`. Null: none.',
  )
  previous!: ChangeThen | null;

  @ShownOrNull(() => ChangeThen, 'The first one after the moment; null: none.')
  next!: ChangeThen | null;

  @Shown(
    () => Int,
    'How many entries come after the moment, up to the one of the answer, and are hidden at it; ' +
      'counted to 1,000, which says that many or more.',
  )
  laterEntries!: number;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
