import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { ClinicCommand } from '../domain/clinic/decider';
import type { ClinicId } from '../domain/ids';
import { parseZone, type Instant, type LocalDate, type Zone } from '../domain/time';
import { CommandInput } from './command-input';
import { Commands, type NewIds } from './commands';
import { badInput } from './errors';
import { DayField, IdField, MomentField, TextField } from './fields';
import { ClinicAccepted, ClinicOutcome } from './outcome-types';
import type { Plain } from './plain';
import { filled } from './filled';
import { acceptedFields, notAccepted } from './shape-outcome';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@InputType({ description: 'A clinic of the organisation.' })
export class OpenClinicInput extends CommandInput {
  @IdField('Id of the clinic; made from the command when absent.', { optional: true })
  readonly clinicId?: ClinicId | null;

  @TextField('Name of the clinic.', { min: 1, max: 200, clear: 'line' })
  readonly name!: string;

  @TextField('IANA time zone of its days, e.g. `Europe/Berlin`.', { min: 1, max: 80 })
  readonly zone!: string;

  @TextField('Postal address; not personal data.', { max: 500, clear: 'lines' })
  readonly address!: string;

  @MomentField('Open for care from here on; absent: from when it happened.', { optional: true })
  readonly since?: Instant | null;
}

@InputType({ description: 'Another time zone for the days of a clinic.' })
export class ChangeClinicZoneInput extends CommandInput {
  @IdField('The clinic.')
  readonly clinicId!: ClinicId;

  @TextField('IANA time zone of its days, e.g. `Europe/Berlin`.', { min: 1, max: 80 })
  readonly zone!: string;

  @MomentField(
    'For what happens from here on; absent: from when it is recorded. Never in the past: what ' +
      'was recorded keeps its days.',
    { optional: true },
  )
  readonly since?: Instant | null;
}

@InputType({ description: 'The end of a clinic.' })
export class CloseClinicInput extends CommandInput {
  @IdField('The clinic.')
  readonly clinicId!: ClinicId;

  @DayField('Last day of care, inclusive; absent: today.', { optional: true })
  readonly lastDay?: LocalDate | null;
}

@Resolver()
export class ClinicResolver {
  constructor(private readonly commands: Commands) {}

  @Mutation(() => ClinicOutcome, { description: 'Opens a clinic. Administrators.' })
  @Needs('ADMINISTER_CLINICS')
  openClinic(
    @Args('input', { description: 'The clinic.' }) input: OpenClinicInput,
    @Calling() caller: Caller,
  ) {
    const { name, address, since } = input;
    const details = { name, address, zone: toZone(input.zone), since: since ?? undefined };
    return send(this.commands, caller, input, (ids) => ({
      type: 'OpenClinic',
      clinicId: input.clinicId ?? ids.clinicId,
      ...details,
    }));
  }

  @Mutation(() => ClinicOutcome, {
    description: 'Changes the time zone of a clinic, for what is to come. Administrators.',
  })
  @Needs('ADMINISTER_CLINICS')
  changeClinicZone(
    @Args('input', { description: 'The zone, and from when.' }) input: ChangeClinicZoneInput,
    @Calling() caller: Caller,
  ) {
    const { clinicId } = input;
    const change = { clinicId, zone: toZone(input.zone), since: input.since ?? undefined };
    return send(this.commands, caller, input, () => ({ type: 'ChangeClinicZone', ...change }));
  }

  @Mutation(() => ClinicOutcome, {
    description: 'Closes a clinic: nobody new is taken on after its last day. Administrators.',
  })
  @Needs('ADMINISTER_CLINICS')
  closeClinic(
    @Args('input', { description: 'Which clinic, and its last day.' }) input: CloseClinicInput,
    @Calling() caller: Caller,
  ) {
    const { clinicId } = input;
    const lastDay = input.lastDay ?? undefined;
    return send(this.commands, caller, input, () => ({ type: 'CloseClinic', clinicId, lastDay }));
  }
}

function toZone(text: string): Zone {
  const zone = parseZone(text);
  if (zone) return zone;
  const message = 'zone must be an IANA time zone such as Europe/Berlin';
  throw badInput([{ path: 'input.zone', rule: 'isTimeZone', message }]);
}

async function send(
  commands: Commands,
  caller: Caller,
  input: Plain<CommandInput>,
  make: (ids: NewIds) => ClinicCommand,
) {
  const { id, outcome } = await commands.toNew(caller, 'clinic', input, {}, (ids) => {
    const command = make(ids);
    return { id: command.clinicId, command };
  });
  if (outcome.kind !== 'accepted') return notAccepted(outcome);
  return filled(ClinicAccepted, { ...acceptedFields(outcome), clinicId: id });
}
