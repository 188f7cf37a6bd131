import { grantAdmin } from '../../src/cli/grant-admin';
import { CommandFailed } from '../../src/cli/exit-codes';
import type { StaffId } from '../../src/domain/ids';
import { rolesOn } from '../../src/domain/staff/state';
import type { LocalDate } from '../../src/domain/time';
import { staffIdOf } from '../../src/engine/ids';
import { startTestEngine, type TestEngine } from '../support/engine';

const ada = { issuer: 'https://login.example.org', subject: 'ada', name: 'Ada Admin' };
const staffId = staffIdOf(ada.issuer, ada.subject) as StaffId; // a UUID v5
const TODAY = '2026-01-05' as LocalDate;

let engine: TestEngine;
beforeEach(async () => {
  engine = await startTestEngine({ start: '2026-01-05T08:00:00.000Z' });
});
afterEach(() => engine.close());

async function staff() {
  const { state } = (await engine.streams.load('staff', staffId)).folded;
  if (!state) throw new Error('She is registered.');
  return state;
}

async function withdraw(): Promise<void> {
  const [grant] = rolesOn(await staff(), TODAY);
  if (!grant) throw new Error('She has a role.');
  const command = { type: 'WithdrawRole', staffId, grantId: grant.id } as const;
  const outcome = await engine.transactor.transact({
    ...{ category: 'staff', id: staffId, command, commandId: grant.id, input: command },
    actor: { id: 'system:bootstrap', role: 'SYSTEM' },
    reason: 'Sample: left',
  });
  expect(outcome).toMatchObject({ kind: 'accepted', appended: true });
}

it('makes the only administrator one again after the role was withdrawn', async () => {
  await grantAdmin(engine, ada);
  await grantAdmin(engine, ada);
  expect((await staff()).roles).toHaveLength(1);
  await withdraw();
  expect(rolesOn(await staff(), TODAY)).toEqual([]);
  await grantAdmin(engine, ada);
  expect(rolesOn(await staff(), TODAY)).toMatchObject([{ role: 'ADMINISTRATOR', clinics: [] }]);
});

it('refuses while another person holds the role, and not afterwards', async () => {
  const eve = { ...ada, subject: 'eve', name: 'Eve Other' };
  await grantAdmin(engine, ada);
  await expect(grantAdmin(engine, eve)).rejects.toThrow(CommandFailed);
  await withdraw();
  await grantAdmin(engine, eve);
});
