import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { isUuid } from '../domain/ids';
import { parseInstant } from '../domain/time';
import type { CaseloadRow } from '../projections/caseload';
import {
  countCaseload,
  countPastCaseload,
  readCaseload,
  readPastCaseload,
  type CaseloadCursor,
  type CaseloadFilter,
} from '../projections/read-caseload';
import { WhenArgs } from './as-of';
import { asksFor } from './asked-for';
import { CaseloadConnection } from './caseload-types';
import { badInput, notFound } from './errors';
import { CodesField, IdField, IdsField, TextField, WholeField } from './fields';
import { Moments, type ReadAt } from './moments';
import { PastCaseloads } from './past-caseloads';
import { clinicsReached, hasRight } from './rights';
import { cursorOf, shapeCaseload } from './shape-caseload';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

const PAGE_MAX = 200;
const PAGE = 50;

@ArgsType()
export class CaseloadArgs extends WhenArgs {
  @IdField(
    "Whose; absent: your own, or for managers, leads and auditors everyone's. Another's is seen " +
      'by those, and by who covers for them.',
    { optional: true },
  )
  readonly therapistId?: string | null;

  @IdsField('Only of these clinics; absent: of all that you may see.', { optional: true })
  readonly clinicIds?: readonly string[] | null;

  @CodesField('Only of these conditions, as the policy names them.', { optional: true })
  readonly conditions?: readonly string[] | null;

  @WholeField('How many, at most 200; absent: 50.', { optional: true, min: 1, max: PAGE_MAX })
  readonly first?: number | null;

  @TextField('The `cursor` that the page comes after.', { optional: true, max: 200 })
  readonly after?: string | null;
}

/** What a page of a caseload is made of. */
export interface CaseloadPageRead {
  readonly rows: readonly CaseloadRow[];
  readonly hasMore: boolean;
  readonly isLater: boolean;
  /** Null: it was not asked for. */
  readonly total: number | null;
  readonly filter: CaseloadFilter;
  readonly moment: ReadAt;
}

export class ReadCaseload extends BusQuery<CaseloadPageRead> {
  constructor(
    readonly viewer: Viewer,
    readonly args: CaseloadArgs,
    /** Whether all pages together are to be counted. */
    readonly counted: boolean,
  ) {
    super();
  }
}

@QueryHandler(ReadCaseload)
export class ReadCaseloadHandler implements IQueryHandler<ReadCaseload> {
  constructor(
    private readonly moments: Moments,
    private readonly past: PastCaseloads,
  ) {}

  async execute({ viewer, args, counted }: ReadCaseload): Promise<CaseloadPageRead> {
    const filter = caseloadFilter(viewer, args);
    const first = args.first ?? PAGE;
    const after = args.after ? cursorFrom(args.after) : null;
    // One more than wanted tells whether there are more.
    const page = { filter, first: first + 1, after };
    const { found, ...read } = await this.moments.read(args, async (snapshot, moment) => {
      const { at } = moment;
      if (at === null) {
        const found = { rows: await readCaseload(snapshot, page) };
        return { found, total: counted ? await countCaseload(snapshot, filter) : null, moment };
      }
      const found = { ids: await readPastCaseload(snapshot, at, page) };
      return {
        found,
        total: counted ? await countPastCaseload(snapshot, at, filter) : null,
        moment,
      };
    });
    const { position } = read.moment;
    const rows = 'rows' in found ? found.rows : await this.past.rows(found.ids, position);
    const hasMore = rows.length > first;
    return { rows: rows.slice(0, first), hasMore, isLater: after !== null, filter, ...read };
  }
}

@Resolver(() => CaseloadConnection)
export class CaseloadResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => CaseloadConnection, {
    description:
      'Open episodes, now or as they were. A therapist: those they carry or cover; managers and ' +
      'clinical leads: those of their clinics; auditors: all.',
  })
  @Needs('READ_EPISODES')
  async caseload(
    @Args() args: CaseloadArgs,
    @Viewing() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
  ) {
    const counted = asksFor(info, 'totalCount');
    return shapeCaseload(await this.bus.execute(new ReadCaseload(viewer, args, counted)));
  }
}

/** What the viewer may see of what they ask; another's caseload hidden from them is NOT_FOUND. */
export function caseloadFilter(
  viewer: Viewer,
  args: Pick<CaseloadArgs, 'therapistId' | 'clinicIds' | 'conditions'>,
): CaseloadFilter {
  const conditions = args.conditions ?? null;
  const asked = args.clinicIds ?? null;
  const { all, clinics } = clinicsReached(viewer, 'READ_EPISODES');
  const therapistId = args.therapistId ?? null;
  const own = viewer.covered.find((id) => id === therapistId) ?? viewer.staffId;
  const isWide = all || clinics.length > 0;
  if (therapistId === own || (!isWide && therapistId === null)) {
    const carriedBy = therapistId ?? viewer.staffId;
    return { therapistId: carriedBy, clinics: asked, conditions, carriedNowBy: carriedBy };
  }
  if (!isWide) throw notFound('therapist', therapistId ?? '');
  const seen = all ? asked : clinics.filter((id) => asked?.includes(id) ?? true);
  const voidedToo = hasRight(viewer, 'READ_VOIDED');
  return { therapistId, clinics: seen, conditions, carriedNowBy: null, voidedToo };
}

function cursorFrom(text: string): CaseloadCursor {
  const [at = '', episodeId = ''] = Buffer.from(text, 'base64url').toString().split(' ');
  const receivedAt = parseInstant(at);
  if (receivedAt === null || !isUuid(episodeId) || cursorOf(receivedAt, episodeId) !== text) {
    throw badInput([{ path: 'after', rule: 'cursor', message: 'must be a cursor of this list' }]);
  }
  return { receivedAt, episodeId };
}
