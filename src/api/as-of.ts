import { ArgsType, Field, InputType, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import {
  MomentField,
  OneOfField,
  ObjectField,
  PositionField,
  TextField,
  WholeField,
} from './fields';
import { DateTime, Position } from './scalars';

@InputType({ description: 'A moment exactly as an answer named it.' })
export class ExactMomentInput {
  @PositionField('Place in the log up to which entries count.')
  readonly position!: number;

  @MomentField('When deadlines are judged.')
  readonly evaluatedAt!: Instant;
}

@InputType('AsOf', {
  isOneOf: true,
  description:
    'A past moment: what was known then. Asking again with `exactly` gives the same for ever.',
})
export class AsOfInput {
  @MomentField('A moment that is over; deadlines are judged at it.', { optional: true })
  readonly at?: Instant | null;

  @PositionField('A place in the log; deadlines are judged at the moment it was logged.', {
    optional: true,
  })
  readonly position?: number | null;

  @ObjectField(() => ExactMomentInput, 'The `asOf` of an earlier answer.', { optional: true })
  readonly exactly?: ExactMomentInput | null;
}

@InputType({ description: 'A stream and a version of it, as a mutation answered them.' })
export class StreamVersionInput {
  @TextField('The stream, e.g. `episode-<id>`.', {
    min: 1,
    max: 80,
    clear: 'line',
  })
  readonly stream!: string;

  @WholeField('Its version.', { min: 0, max: 2_147_483_647 })
  readonly version!: number;
}

@InputType('AtLeast', {
  isOneOf: true,
  description: 'What a read of now must have in it: to read what was just written.',
})
export class AtLeastInput {
  @PositionField('The `position` of an accepted mutation.', { optional: true })
  readonly position?: number | null;

  @ObjectField(() => StreamVersionInput, 'Its stream and version.', { optional: true })
  readonly streamVersion?: StreamVersionInput | null;
}

/** Which moment an answer is of. */
export interface When {
  readonly asOf?: AsOfInput | null;
  readonly atLeast?: AtLeastInput | null;
}

/** Of every query of what was recorded. */
@ArgsType()
export class WhenArgs implements When {
  @OneOfField(() => AsOfInput, 'A past moment; absent: now.', { optional: true })
  readonly asOf?: AsOfInput | null;

  @OneOfField(
    () => AtLeastInput,
    'Wait up to 5 s until this is in the answer, else the error NOT_YET; not together with `asOf`.',
    { optional: true },
  )
  readonly atLeast?: AtLeastInput | null;
}

@ObjectType('Moment', {
  description:
    'The moment that an answer is of; hand it to `asOf.exactly` to be answered the same.',
})
export class AnsweredMoment implements Moment {
  @Field(() => Position, { description: 'Entries up to this place in the log count.' })
  position!: number;

  @Field(() => DateTime, { description: 'Deadlines were judged at this moment.' })
  evaluatedAt!: Instant;
}
