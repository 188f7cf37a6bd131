import { Args, ArgsType, Context, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { Injectable } from '@nestjs/common';
import { caseloadFilter } from './caseload';
import { CaseloadWatch } from './caseload-watch';
import { IdField, PositionField } from './fields';
import { CaseloadNewsEnum, type CaseloadNews } from './read-enums';
import { Rounds } from './rounds';
import { Position, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { Telling } from './telling';
import type { RequestContext } from './viewer';
import { Needs } from './wishes';

@ArgsType()
export class CaseloadChangedArgs {
  @IdField("Whose; another's is seen by who sees it in `caseload`.")
  readonly therapistId!: string;

  @PositionField(
    'The last position that is known already: what changed after it is told at once, or `RESYNC` ' +
      'where that is too much. Absent: from now on.',
    { optional: true },
  )
  readonly after?: number | null;
}

@ObjectType({ description: 'News of a caseload; the reading is a query.' })
export class CaseloadChange {
  @Shown(() => CaseloadNewsEnum, 'What happened.')
  kind!: CaseloadNews;

  @ShownOrNull(() => Uuid, 'The episode that changed, came or left; null for the other kinds.')
  episodeId!: string | null;

  @Shown(() => Position, 'Up to where that is told: for `atLeast`, and for `after`.')
  position!: number;
}

/** Opens watches of caseloads. */
@Injectable()
export class CaseloadWatches {
  constructor(
    private readonly rounds: Rounds,
    private readonly telling: Telling,
  ) {}

  async open(context: RequestContext, args: CaseloadChangedArgs): Promise<CaseloadWatch> {
    const { rounds, telling } = this;
    const { therapistId } = args;
    const clinicsSeen = async () => {
      const viewer = await telling.viewer(context, 'READ_EPISODES');
      return caseloadFilter(viewer, { therapistId }).clinics;
    };
    await clinicsSeen();
    const ports = {
      therapistId,
      position: () => rounds.position,
      changes: (after: number) => telling.wording(() => rounds.changes(after)),
      clinicsSeen: () => telling.wording(clinicsSeen),
      listen: rounds.listen.bind(rounds),
    };
    return new CaseloadWatch(ports, args.after ?? rounds.position);
  }
}

@Resolver()
export class CaseloadChangesResolver {
  constructor(private readonly watches: CaseloadWatches) {}

  @Subscription(() => CaseloadChange, {
    description:
      'Episodes of a caseload that changed, came or left, once that can be read, and days that ' +
      'begin (deadlines are judged by the day). Who sees the caseload; asked again at each one.',
  })
  @Needs('READ_EPISODES')
  caseloadChanged(@Args() args: CaseloadChangedArgs, @Context() context: RequestContext) {
    return this.watches.open(context, args);
  }
}
