import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { countOpenEpisodes } from '../projections/read-caseload';
import { Moments } from './moments';
import { StaffOutcome } from './outcome-types';
import { StaffCommands } from './staff';
import { EndCoverInput, GrantCoverInput, RetireStaffInput } from './staff-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

/** Who stands in for whom, and who leaves. */
@Resolver()
export class StaffLeaveResolver {
  constructor(
    private readonly staff: StaffCommands,
    private readonly moments: Moments,
  ) {}

  @Mutation(() => StaffOutcome, {
    description:
      'Lets a therapist read and treat the episodes that another carries, for some days. ' +
      'Administrators.',
  })
  @Needs('ADMINISTER_STAFF')
  grantCover(
    @Args('input', { description: 'Who covers whom, and when.' }) input: GrantCoverInput,
    @Calling() caller: Caller,
  ) {
    const { staffId, therapistId, from, to } = input;
    const cover = { staffId, therapistId, from, to };
    return this.staff.send(caller, input, { type: 'GrantCover', ...cover });
  }

  @Mutation(() => StaffOutcome, {
    description: 'Ends a cover before its time. Administrators.',
  })
  @Needs('ADMINISTER_STAFF')
  endCover(
    @Args('input', { description: 'Which cover, and its last day.' }) input: EndCoverInput,
    @Calling() caller: Caller,
  ) {
    const { staffId, coverId } = input;
    const lastDay = input.lastDay ?? undefined;
    return this.staff.send(caller, input, { type: 'EndCover', staffId, coverId, lastDay });
  }

  @Mutation(() => StaffOutcome, {
    description:
      'Records that a person stops working here; warns of open episodes that they carry. ' +
      'Administrators.',
  })
  @Needs('ADMINISTER_STAFF')
  async retireStaff(
    @Args('input', { description: 'Who, and the last day.' }) input: RetireStaffInput,
    @Calling() caller: Caller,
  ) {
    const { staffId } = input;
    const openEpisodes = await this.moments.snapshot((snapshot) =>
      countOpenEpisodes(snapshot, { therapistId: staffId }),
    );
    const leave = { staffId, lastDay: input.lastDay ?? undefined, openEpisodes };
    return this.staff.send(caller, input, { type: 'RetireStaff', ...leave });
  }
}
