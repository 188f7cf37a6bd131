import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { ClinicId } from '../domain/ids';
import { parseZone, type Instant } from '../domain/time';
import { CommandInput } from './command-input';
import { Commands } from './commands';
import { badInput } from './errors';
import { IdField, MomentField, TextField } from './fields';
import { ClinicAccepted, ClinicOutcome } from './outcome-types';
import { acceptedFields, filled, notAccepted } from './shape-outcome';
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

@Resolver()
export class ClinicResolver {
  constructor(private readonly commands: Commands) {}

  @Mutation(() => ClinicOutcome, { description: 'Opens a clinic. Administrators.' })
  @Needs('ADMINISTER_CLINICS')
  openClinic(
    @Args('input', { description: 'The clinic.' }) input: OpenClinicInput,
    @Calling() caller: Caller,
  ) {
    return openClinic(this.commands, caller, input);
  }
}

async function openClinic(commands: Commands, caller: Caller, input: OpenClinicInput) {
  const { name, address, since } = input;
  const zone = parseZone(input.zone);
  if (!zone) {
    const message = 'zone must be an IANA time zone such as Europe/Berlin';
    throw badInput([{ path: 'input.zone', rule: 'isTimeZone', message }]);
  }
  const { id, outcome } = await commands.toNew(caller, 'clinic', input, {}, (ids) => {
    const clinicId = input.clinicId ?? ids.clinicId;
    const details = { clinicId, name, zone, address, since: since ?? undefined };
    return { id: clinicId, command: { type: 'OpenClinic', ...details } };
  });
  if (outcome.kind !== 'accepted') return notAccepted(outcome);
  return filled(ClinicAccepted, { ...acceptedFields(outcome), clinicId: id });
}
