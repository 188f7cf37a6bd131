import { InputType } from '@nestjs/graphql';
import type { EpisodeId } from '../domain/ids';
import type { Instant } from '../domain/time';
import { FlagField, IdField, MomentField, TextField, WholeField } from './fields';

/* Input classes are filled by the validation pipe; `!` says that a required field is there then. */

/** What every command may say. */
@InputType({ isAbstract: true })
export class CommandInput {
  @IdField(
    'Names this command: sent again with the same content, it is answered again and recorded ' +
      'once. Made by the server when absent.',
    { optional: true },
  )
  readonly commandId?: string | null;

  @MomentField(
    'When it happened. Absent: now. At most 5 minutes ahead of the server; long after the event ' +
      'it is a late entry and needs a reason.',
    { optional: true },
  )
  readonly occurredAt?: Instant | null;

  @FlagField('A dry run: decided and answered as otherwise, nothing recorded.', { optional: true })
  readonly check?: boolean | null;

  @TextField(
    'Why, in words: for a late entry, a deviation, a withdrawal. Sealed under the key of the ' +
      'person it is about.',
    { optional: true },
  )
  readonly reason?: string | null;
}

/** What a command to an open episode says besides. */
@InputType({ isAbstract: true })
export class EpisodeCommandInput extends CommandInput {
  @IdField('The episode of care.')
  readonly episodeId!: EpisodeId;

  @WholeField(
    'The version of the episode that you had before you: when others have recorded something ' +
      'since, the answer is a VersionConflict. Absent: any.',
    { optional: true, min: 0, max: 2_147_483_647 },
  )
  readonly expectedVersion?: number | null;
}
