import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import {
  Args,
  ArgsType,
  InputType,
  Int,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import type { EntryId } from '../domain/ids';
import { isUuid } from '../domain/ids';
import { parseInstant } from '../domain/time';
import type { FindingRow } from '../projections/finding';
import {
  countFindings,
  readFindings,
  type FindingsCursor,
  type FindingsFilter,
} from '../projections/read-findings';
import { WhenArgs } from './as-of';
import { EpisodeCommandInput } from './command-input';
import { RuleCodeEnum } from './enums';
import { EpisodeCommands } from './episode-commands';
import { badInput } from './errors';
import {
  EnumsField,
  FlagField,
  IdField,
  IdsField,
  ObjectField,
  TextField,
  WholeField,
} from './fields';
import { FindingConnection, FindingTotal } from './finding-types';
import { Moments, type ReadAt } from './moments';
import { EpisodeOutcome } from './outcome-types';
import { clinicsReached } from './rights';
import { cursorOf } from './shape-caseload';
import { shapeFindings } from './shape-finding';
import { filled } from './filled';
import { Calling, Viewing, type Caller, type Viewer } from './viewer';
import { Needs } from './wishes';

const PAGE_MAX = 200;
const PAGE = 50;

@InputType({ description: 'Which findings. Absent fields restrict nothing.' })
export class FindingsFilterInput {
  @IdsField('Of these clinics.', { optional: true })
  readonly clinicIds?: readonly string[] | null;

  @IdsField('In episodes that these therapists carry.', { optional: true })
  readonly therapistIds?: readonly string[] | null;

  @IdField('In this episode of care.', { optional: true })
  readonly episodeId?: string | null;

  @EnumsField(RuleCodeEnum, 'Of these rules.', { optional: true })
  readonly rules?: readonly string[] | null;

  @FlagField('True: open ones; false: closed ones.', { optional: true })
  readonly open?: boolean | null;
}

@ArgsType()
export class FindingsArgs extends WhenArgs {
  @ObjectField(() => FindingsFilterInput, 'Which ones; absent: all.', { optional: true })
  readonly filter?: FindingsFilterInput | null;

  @WholeField('How many, at most 200; absent: 50.', { optional: true, min: 1, max: PAGE_MAX })
  readonly first?: number | null;

  @TextField('The `cursor` that the page comes after.', { optional: true, max: 200 })
  readonly after?: string | null;
}

@InputType({ description: 'How a finding is settled.' })
export class SettleFindingInput extends EpisodeCommandInput {
  @IdField('Which finding.')
  readonly findingId!: EntryId;

  @TextField('How it is settled; sealed.', { min: 1 })
  readonly words!: string;
}

/** What a page of findings is made of. */
export interface FindingsPageRead {
  readonly rows: readonly FindingRow[];
  readonly hasMore: boolean;
  readonly isLater: boolean;
  readonly filter: FindingsFilter;
  readonly moment: ReadAt;
}

export class ReadFindings extends BusQuery<FindingsPageRead> {
  constructor(
    readonly viewer: Viewer,
    readonly args: FindingsArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadFindings)
export class ReadFindingsHandler implements IQueryHandler<ReadFindings> {
  constructor(private readonly moments: Moments) {}

  async execute({ viewer, args }: ReadFindings): Promise<FindingsPageRead> {
    const filter = filterFor(viewer, args.filter ?? {});
    const first = args.first ?? PAGE;
    const after = args.after ? cursorFrom(args.after) : null;
    // One more than wanted tells whether there are more.
    const page = { filter, first: first + 1, after };
    return this.moments.read(args, async (snapshot, moment) => {
      const rows = await readFindings(snapshot, moment.at, page);
      const hasMore = rows.length > first;
      return { rows: rows.slice(0, first), hasMore, isLater: after !== null, filter, moment };
    });
  }
}

@Resolver(() => FindingConnection)
export class FindingsResolver {
  constructor(
    private readonly bus: QueryBus,
    private readonly moments: Moments,
    private readonly episodes: EpisodeCommands,
  ) {}

  @Query(() => FindingConnection, {
    description:
      'What is not in order in what was recorded, now or as it was known. Managers and clinical ' +
      'leads: in the episodes of their clinics; auditors: in all.',
  })
  @Needs('READ_FINDINGS')
  async findings(@Args() args: FindingsArgs, @Viewing() viewer: Viewer) {
    return shapeFindings(await this.bus.execute(new ReadFindings(viewer, args)));
  }

  @ResolveField(() => Int, { description: 'How many there are on all pages together.' })
  async totalCount(@Parent() asked: FindingConnection) {
    const totals = await this.totals(asked);
    return totals.reduce((n, { open, closed }) => n + open + closed, 0);
  }

  @ResolveField(() => [FindingTotal], { description: 'The same by rule.' })
  async totals(@Parent() { filter, asOf }: FindingConnection) {
    const counted = await this.moments.snapshot((snapshot) =>
      countFindings(snapshot, asOf.position, filter),
    );
    return counted.map((one) => filled(FindingTotal, one));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Settles a finding with words: the same is not raised again unless its facts change. ' +
      'Managers and clinical leads of the clinic.',
  })
  @Needs('SETTLE_FINDINGS')
  settleFinding(
    @Args('input', { description: 'Which finding, and how.' }) input: SettleFindingInput,
    @Calling() caller: Caller,
  ) {
    const { findingId, words } = input;
    return this.episodes.send(caller, input, { type: 'SettleFinding', findingId, words });
  }
}

/** What the viewer may see of what they ask. */
function filterFor(viewer: Viewer, filter: Partial<FindingsFilterInput>): FindingsFilter {
  const asked = filter.clinicIds ?? null;
  const { all, clinics } = clinicsReached(viewer, 'READ_FINDINGS');
  return {
    clinics: all ? asked : clinics.filter((id) => asked?.includes(id) ?? true),
    therapists: filter.therapistIds ?? null,
    rules: filter.rules ?? null,
    episodeId: filter.episodeId ?? null,
    isOpen: filter.open ?? null,
  };
}

function cursorFrom(text: string): FindingsCursor {
  const [at = '', findingId = ''] = Buffer.from(text, 'base64url').toString().split(' ');
  const raisedAt = parseInstant(at);
  if (raisedAt === null || !isUuid(findingId) || cursorOf(raisedAt, findingId) !== text) {
    throw badInput([{ path: 'after', rule: 'cursor', message: 'must be a cursor of this list' }]);
  }
  return { raisedAt, findingId };
}
