import { Int, ObjectType } from '@nestjs/graphql';
import type { FindingEnd } from '../domain/episode/events-findings';
import type { Facts } from '../domain/rule';
import type { Instant } from '../domain/time';
import type { FindingsFilter } from '../projections/read-findings';
import { AnsweredMoment } from './as-of';
import { PageInfo } from './caseload-types';
import { EntryTypeEnum, RuleCodeEnum } from './enums';
import type { ReadAt } from './moments';
import { FindingEndEnum } from './read-enums';
import { DateTime, FactsScalar, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'How a finding was closed.' })
export class FindingClosed {
  @Shown(() => DateTime, 'When.')
  at!: Instant;

  @Shown(() => FindingEndEnum, 'By what.')
  how!: FindingEnd;

  @ShownOrNull(() => StaffMember, 'Who settled it; null: the service found it in order.')
  by!: StaffMember | null;

  @ShownOrNull(() => SealedText, 'How it was settled, in words.')
  words!: SealedText | null;
}

@ObjectType({
  description:
    'A rule that an entry of an episode does not keep by what is known now, though it was recorded ' +
    'when it seemed to. Seen with the episode.',
})
export class Finding {
  @Shown(() => Uuid, 'Id: what settling it names.')
  id!: string;

  @Shown(() => Uuid, 'The episode of care.')
  episodeId!: string;

  @Shown(() => RuleCodeEnum, 'Which rule.')
  rule!: string;

  @Shown(() => String, 'One sentence for the person, in English.')
  message!: string;

  @Shown(() => FactsScalar, 'What the rule was asked of.')
  facts!: Facts;

  @Shown(() => Uuid, 'The entry that it is about.')
  entryId!: string;

  @Shown(() => EntryTypeEnum, 'What that entry says.')
  entryType!: string;

  @Shown(() => DateTime, 'When what led to it was recorded.')
  raisedAt!: Instant;

  @ShownOrNull(() => FindingClosed, 'How it was closed; null: it is open.')
  closed!: FindingClosed | null;
}

@ObjectType({ description: 'A finding with its place in the list.' })
export class FindingEdge {
  @Shown(() => String, 'Place in the list, for `after`.')
  cursor!: string;

  @Shown(() => Finding, 'The finding.')
  node!: Finding;
}

@ObjectType({ description: 'How many findings of a rule there are, on all pages together.' })
export class FindingTotal {
  @Shown(() => RuleCodeEnum, 'Which rule.')
  rule!: string;

  @Shown(() => Int, 'Open.')
  open!: number;

  @Shown(() => Int, 'Closed.')
  closed!: number;
}

@ObjectType({ description: 'Findings, oldest first.' })
export class FindingConnection {
  @Shown(() => [FindingEdge], 'The page.')
  edges!: FindingEdge[];

  @Shown(() => PageInfo, 'Where it is.')
  pageInfo!: PageInfo;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: ReadAt;

  /** Not shown: what was asked. */
  filter!: FindingsFilter;
}
