import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import type { IndexState } from '../store/event-store';
import { filled } from './filled';
import { DateTime } from './scalars';
import { Shown, ShownOrNull } from './shown';

/* Classes of answers; `!` says that the function below fills every field. */

@ObjectType({ description: 'A stream on the server that broke: from an entry on it is not read.' })
export class ParkedLogStream {
  @Shown(() => String, 'The stream.')
  stream!: string;

  @Shown(() => Int, 'Version of the entry.')
  version!: number;

  @Shown(() => String, 'What is wrong with it.')
  why!: string;

  @Shown(() => DateTime, 'Since when.')
  since!: Instant;
}

@ObjectType({ description: 'What gives entries on an EventStoreDB server their place in the log.' })
export class LogIndex {
  @ShownOrNull(() => Int, 'Recorded and without a place yet; null: the server is away.')
  lagEvents!: number | null;

  @ShownOrNull(() => Int, 'Age of the first of them, in ms; 0: there is none.')
  lagMs!: number | null;

  @Shown(() => Boolean, 'False after a crash of the database, until it has caught up.')
  trusted!: boolean;

  @ShownOrNull(() => String, 'What stands in its way; null: nothing.')
  error!: string | null;

  @Shown(() => [ParkedLogStream], 'Streams that broke on the server; the others go on.')
  parked!: ParkedLogStream[];
}

export function logIndexOf({ parked, ...state }: IndexState): LogIndex {
  return filled(LogIndex, {
    ...state,
    parked: parked.map(({ since, ...one }) =>
      // Of microseconds; the API's moments have milliseconds.
      filled(ParkedLogStream, { ...one, since: new Date(since).toISOString() as Instant }),
    ),
  });
}
