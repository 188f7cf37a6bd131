import { Inject } from '@nestjs/common';
import { Query as BusQuery, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Query, Resolver } from '@nestjs/graphql';
import { policyAt } from '../domain/policy/decider';
import { policyInFull } from '../domain/policy/in-full';
import type { Instant } from '../domain/time';
import { foldAt } from '../engine/fold-at';
import { WhenArgs } from './as-of';
import { ENGINE, type Engine } from './engine';
import { MomentField } from './fields';
import { Moments } from './moments';
import { PolicyShown } from './policy-types';
import { shapePolicy } from './shape-policy';
import { Needs } from './wishes';

@ArgsType()
export class PolicyArgs extends WhenArgs {
  @MomentField(
    'The one that is in force at this moment, of those adopted by `asOf`; absent: at `evaluatedAt`.',
    { optional: true },
  )
  readonly inForceAt?: Instant | null;
}

export class ReadPolicy extends BusQuery<PolicyShown> {
  constructor(readonly args: PolicyArgs) {
    super();
  }
}

@QueryHandler(ReadPolicy)
export class ReadPolicyHandler implements IQueryHandler<ReadPolicy> {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly moments: Moments,
  ) {}

  async execute({ args }: ReadPolicy): Promise<PolicyShown> {
    const moment = await this.moments.moment(args);
    // The policy has one stream, and no id.
    const folded = await foldAt(this.engine.store, 'policy', [''], moment.position);
    const book = folded.get('')?.state ?? { adopted: [] };
    const policy = policyAt(book, args.inForceAt ?? moment.evaluatedAt);
    const adopted = book.adopted.find((each) => each.policy === policy);
    return shapePolicy(policyInFull(policy), adopted?.since ?? null, moment);
  }
}

@Resolver()
export class PolicyReadResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => PolicyShown, {
    description:
      'The policy in force at a moment, with all its values. Therapists, managers, clinical ' +
      'leads, front desk, administrators, auditors, privacy officers.',
  })
  @Needs('READ_POLICY')
  policy(@Args() args: PolicyArgs) {
    return this.bus.execute(new ReadPolicy(args));
  }
}
