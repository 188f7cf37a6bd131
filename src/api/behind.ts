import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Query, Resolver } from '@nestjs/graphql';
import { isUuid } from '../domain/ids';
import type { Place } from '../domain/outcomes/places';
import { parseLocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import type { Grouping } from '../projections/grouping';
import {
  placeInList,
  readBehind,
  readBehindDetails,
  readOpenable,
  type BehindDetail,
  type EpisodeBehind as Behind,
} from '../projections/read-behind';
import { WhenArgs } from './as-of';
import { EpisodesBehind } from './behind-types';
import { badInput } from './errors';
import { CodeField, EnumField, ObjectField, TextField, WholeField } from './fields';
import { answeredMoment, cohortMoment, FigureReads } from './figure-reads';
import { Moments } from './moments';
import { OutcomeFilterInput } from './outcome-inputs';
import { openableBy } from './openable';
import { filterFor, toGroupBy } from './outcome-scope';
import { PlaceEnum } from './place-enum';
import { GroupingEnum } from './read-enums';
import { shapeBehind } from './shape-behind';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

const PAGE_MAX = 200;
const PAGE = 50;

@ArgsType()
export class EpisodesBehindArgs extends WhenArgs {
  @EnumField(PlaceEnum, 'Which count.')
  readonly place!: Place;

  @ObjectField(() => OutcomeFilterInput, 'Which episodes; absent: all.', { optional: true })
  readonly filter?: OutcomeFilterInput | null;

  @EnumField(GroupingEnum, 'How the figures were grouped; absent: NOTHING.', { optional: true })
  readonly groupBy?: Grouping | null;

  @CodeField('The label they were grouped by; for LABEL only.', { optional: true })
  readonly label?: string | null;

  @CodeField('Key of the group; absent: the one that has none.', { optional: true })
  readonly key?: string | null;

  @WholeField('How many, at most 200; absent: 50.', { optional: true, min: 1, max: PAGE_MAX })
  readonly first?: number | null;

  @TextField('The `cursor` that the page comes after.', { optional: true, max: 200 })
  readonly after?: string | null;
}

/** What a page of the episodes behind a figure is made of. */
export interface BehindRead {
  readonly place: Place;
  /** The figure: also of what the viewer may not open. */
  readonly figure: number;
  readonly open: readonly Behind[];
  readonly page: readonly Behind[];
  readonly hasMore: boolean;
  readonly isLater: boolean;
  readonly details: ReadonlyMap<string, BehindDetail>;
  readonly moment: Moment;
}

export class ReadEpisodesBehind extends BusQuery<BehindRead> {
  constructor(
    readonly viewer: Viewer,
    readonly args: EpisodesBehindArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadEpisodesBehind)
export class ReadEpisodesBehindHandler implements IQueryHandler<ReadEpisodesBehind> {
  constructor(
    private readonly figures: FigureReads,
    private readonly moments: Moments,
  ) {}

  async execute({ viewer, args }: ReadEpisodesBehind): Promise<BehindRead> {
    const { place } = args;
    const filter = filterFor(viewer, args.filter);
    const wish = { filter, groupBy: toGroupBy(args), key: args.key ?? null, place };
    const first = args.first ?? PAGE;
    const after = args.after ? listPlaceFrom(args.after) : '';
    const { behind, moment } = await this.figures.read(
      args,
      'episodesBehind',
      wish,
      async (snapshot, at) => ({
        behind: await readBehind(snapshot, cohortMoment(at), wish),
        moment: answeredMoment(at),
      }),
    );
    // Not from memory: who may open what is asked of today each time.
    return this.moments.snapshot(async (snapshot) => {
      const ids = behind.map(({ episodeId }) => episodeId);
      const openable = await readOpenable(snapshot, ids, openableBy(viewer));
      const open = behind.filter(({ episodeId }) => openable.has(episodeId));
      const rest = open.filter((one) => placeInList(one) > after);
      const page = rest.slice(0, first);
      const shown = page.map(({ episodeId }) => episodeId);
      const details = await readBehindDetails(snapshot, moment.position, shown);
      const figure = behind.reduce((sum, { counted }) => sum + counted, 0);
      const hasMore = rest.length > first;
      const isLater = after !== '';
      return { place, figure, open, page, hasMore, isLater, details, moment };
    });
  }
}

@Resolver()
export class EpisodesBehindResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => EpisodesBehind, {
    description:
      'The episodes behind a figure of `outcomes`, now or as it was: of those that count in it ' +
      'the ones that the viewer may open today. Managers, clinical leads and auditors; ' +
      'therapists their own.',
  })
  @Needs('READ_EPISODES')
  async episodesBehind(@Args() args: EpisodesBehindArgs, @Viewing() viewer: Viewer) {
    return shapeBehind(await this.bus.execute(new ReadEpisodesBehind(viewer, args)));
  }
}

/** Where in the list a cursor points; throws `BAD_USER_INPUT` for what is none of its. */
function listPlaceFrom(text: string): string {
  const place = Buffer.from(text, 'base64url').toString();
  const [day = '', episodeId = ''] = place.split(' ');
  const isOurs = Buffer.from(place).toString('base64url') === text;
  if (!isOurs || parseLocalDate(day) === null || !isUuid(episodeId)) {
    throw badInput([{ path: 'after', rule: 'cursor', message: 'must be a cursor of this list' }]);
  }
  return place;
}
