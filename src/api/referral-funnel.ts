import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Summary as SummaryRead } from '../domain/outcomes/intervals';
import { readReferralFunnel } from '../projections/read-referral-funnel';
import { ReferralFunnel } from './chart-types';
import { badInput } from './errors';
import { FigureReads } from './figure-reads';
import { answeredIn } from './incomplete';
import { Summary } from './outcome-figures';
import { ReferralFunnelArgs } from './outcome-inputs';
import { filterFor } from './outcome-scope';
import { filled } from './filled';
import { FIGURES_VERSION } from './shape-outcomes';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

export class ReadReferralFunnel extends BusQuery<ReferralFunnel> {
  constructor(
    readonly viewer: Viewer,
    readonly args: ReferralFunnelArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadReferralFunnel)
export class ReadReferralFunnelHandler implements IQueryHandler<ReadReferralFunnel> {
  constructor(private readonly figures: FigureReads) {}

  execute({ viewer, args }: ReadReferralFunnel): Promise<ReferralFunnel> {
    if (args.filter?.measure) {
      const message = 'is not for referrals: many have no assessment yet';
      throw badInput([{ path: 'filter.measure', rule: 'absent', message }]);
    }
    const filter = filterFor(viewer, args.filter);
    return this.figures.read(args, 'referralFunnel', filter, async (snapshot, moment) => {
      const funnel = await readReferralFunnel(snapshot, moment.at, filter);
      return filled(ReferralFunnel, {
        ...funnel,
        daysToAccept: summary(funnel.daysToAccept),
        daysToFirstSession: summary(funnel.daysToFirstSession),
        daysToDischarge: summary(funnel.daysToDischarge),
        figuresVersion: FIGURES_VERSION,
        ...(await answeredIn(snapshot, moment, filter)),
      });
    });
  }
}

function summary(of: SummaryRead): Summary {
  return filled(Summary, of);
}

@Resolver()
export class ReferralFunnelResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => ReferralFunnel, {
    description:
      'How far the referrals of a period came, and how many days each step took; rights: outcomes.',
  })
  @Needs('READ_FIGURES')
  referralFunnel(@Args() args: ReferralFunnelArgs, @Viewing() viewer: Viewer) {
    return this.bus.execute(new ReadReferralFunnel(viewer, args));
  }
}
