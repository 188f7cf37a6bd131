import { v5 as uuidV5 } from 'uuid';
import type { Engine } from '../compose';
import type { Actor } from '../domain/envelope';
import type { StaffId } from '../domain/ids';
import type { CommandOf } from '../engine/aggregates';
import { staffIdOf } from '../engine/ids';
import { rolesOn, type Staff } from '../domain/staff/state';
import { instantOf, type LocalDate } from '../domain/time';
import type { Config } from '../platform/config';
import { CommandFailed, EXIT, type ExitCode } from './exit-codes';
import { withEngine } from './open-engine';

export interface GrantAdminOptions {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
}

/** Nobody is there yet who could be the actor. */
const BOOTSTRAP: Actor = { id: 'system:bootstrap', role: 'SYSTEM' };
/** Namespace (RFC 9562, version 5) of the command's ids: run again, it adds nothing. */
const GRANTS = '6d2f3a52-7f4b-5c0e-9a3d-0f3c0f4f7f06';

/** `anamnesis grant-admin`: the first administrator, by whoever may sit at the machine. */
export async function grantAdminCommand(
  config: Config,
  options: GrantAdminOptions,
): Promise<ExitCode> {
  await withEngine(config, { makes: true }, ({ engine }) => grantAdmin(engine, options));
  process.stdout.write(`${options.subject} of ${options.issuer} is an administrator now.\n`);
  return EXIT.ok;
}

/**
 * Registers a person and makes them administrator of every clinic. Throws `CommandFailed` while
 * there is another administrator: from then on that one grants roles.
 */
export async function grantAdmin(
  engine: Pick<Engine, 'store' | 'streams' | 'transactor' | 'clock'>,
  { issuer, subject, name }: GrantAdminOptions,
): Promise<void> {
  const staffId = staffIdOf(issuer, subject) as StaffId; // a UUID v5
  const other = await administratorOtherThan(engine, staffId);
  if (other) throw new CommandFailed('There is an administrator already, who grants roles.');
  const send = async (step: string, command: CommandOf<'staff'>): Promise<void> => {
    const outcome = await engine.transactor.transact({
      category: 'staff',
      id: staffId,
      command,
      commandId: uuidV5([issuer, subject, step].join('\n'), GRANTS),
      actor: BOOTSTRAP,
      input: command,
      reason: 'The first administrator, granted on the machine itself',
    });
    if (outcome.kind === 'accepted') return;
    const why = outcome.kind === 'refused' ? outcome.message : 'the person changed meanwhile';
    throw new CommandFailed(`It was refused: ${why}`);
  };
  const load = async (): Promise<Staff | null> =>
    (await engine.streams.load('staff', staffId)).folded.state;
  const known = await load();
  if (!known) await send('registered', { type: 'RegisterStaff', staffId, issuer, subject, name });
  // A role that was withdrawn is granted anew: by another command than the one of then.
  const grants = known?.roles.length ?? 0;
  const grant = { type: 'GrantRole', staffId, role: 'ADMINISTRATOR', clinics: [] } as const;
  await send(`granted after ${grants}`, grant);
  const staff = await load();
  if (!staff || !isAdministrator(staff, engine.clock)) {
    throw new CommandFailed(`${subject} of ${issuer} was not made an administrator.`);
  }
}

/** Roles are held by days in UTC, as the API counts them. */
function isAdministrator(staff: Staff, clock: Engine['clock']): boolean {
  const today = instantOf(clock.now()).slice(0, 10) as LocalDate; // the beginning of the text
  return rolesOn(staff, today).some(({ role }) => role === 'ADMINISTRATOR');
}

/** Whoever holds the role today; the whole log is read only where nobody ever did. */
async function administratorOtherThan(
  engine: Pick<Engine, 'store' | 'streams' | 'clock'>,
  staffId: StaffId,
): Promise<boolean> {
  for await (const { stream, type, data } of engine.store.readAll({ after: 0 })) {
    if (type !== 'RoleGranted' || !data.includes('ADMINISTRATOR')) continue;
    const id = stream.slice('staff-'.length);
    const { state } = (await engine.streams.load('staff', id)).folded;
    if (state && id !== staffId && isAdministrator(state, engine.clock)) return true;
  }
  return false;
}
