import type { ClinicId, EntryId } from '../../src/domain/ids';
import type { StaffCommand } from '../../src/domain/staff/commands';
import { staffDecider } from '../../src/domain/staff/decider';
import { staffEvents, type StaffEvent } from '../../src/domain/staff/events';
import {
  coveredOn,
  hasSpecialty,
  holdsRole,
  licensedOn,
  rolesOn,
  type Staff,
} from '../../src/domain/staff/state';
import { anna, ben, clinic, CLINIC, day, named, NOW, utc, zone } from './cast';
import { given, type Past } from './given';

const givenStaff = given<Staff | null, StaffCommand, StaffEvent>({
  stream: `staff-${anna.id}`,
  decider: staffDecider,
  schemas: staffEvents,
});

const staffId = anna.id;
const [today, yesterday] = [day('2026-03-02'), day('2026-03-01')];
const register: StaffCommand = {
  type: 'RegisterStaff',
  staffId,
  issuer: 'https://issuer.example',
  subject: 'anna',
  name: 'Anna Berg',
};
const grant: Extract<StaffCommand, { type: 'GrantRole' }> = {
  type: 'GrantRole',
  staffId,
  role: 'THERAPIST',
  clinics: [CLINIC],
};
const credential: Extract<StaffCommand, { type: 'RecordCredential' }> = {
  type: 'RecordCredential',
  staffId,
  licence: 'MASSAGE_THERAPY',
  number: 'MT-77',
  issuer: 'Gesundheitsamt',
  since: day('2024-01-01'),
  validUntil: day('2027-12-31'),
};

const registered: Past<StaffEvent> = {
  type: 'StaffRegistered',
  at: NOW,
  data: { staffId, issuer: register.issuer, subject: register.subject },
};
const granted: Past<StaffEvent> = {
  type: 'RoleGranted',
  at: NOW,
  as: 'grant',
  data: { role: 'THERAPIST', clinics: [CLINIC], from: day('2026-01-01'), to: null },
};
const licensed: Past<StaffEvent> = {
  type: 'CredentialRecorded',
  at: NOW,
  as: 'licence',
  data: {
    licence: credential.licence,
    issuer: credential.issuer,
    since: credential.since,
    validUntil: credential.validUntil,
  },
};

describe('a staff member', () => {
  it('is registered once, the name sealed', () => {
    const outcome = givenStaff().when(register);
    outcome.then({
      type: 'StaffRegistered',
      data: { staffId, subject: 'anna' },
      texts: { name: 'Anna Berg' },
    });
    expect(outcome.state).toMatchObject({ id: staffId, roles: [], name: { field: 'name' } });
    givenStaff(registered).when(register).thenNothing();
  });

  it('has to be registered for anything else', () => {
    const commands: StaffCommand[] = [
      grant,
      credential,
      { type: 'RecordSpecialty', staffId, code: 'PRENATAL', since: today },
    ];
    for (const command of commands) {
      givenStaff().when(command).thenRefused('STAFF_UNKNOWN', { staffId });
    }
  });
});

describe('a role', () => {
  it('is granted from today on, or for the days that it says', () => {
    const outcome = givenStaff(registered).when(grant);
    outcome.then({
      type: 'RoleGranted',
      data: { role: 'THERAPIST', clinics: [CLINIC], from: today, to: null },
    });
    const held = outcome.state!;
    expect(holdsRole(held, 'THERAPIST', CLINIC, today)).toBe(true);
    expect(holdsRole(held, 'THERAPIST', CLINIC, yesterday)).toBe(false);
    expect(holdsRole(held, 'MANAGER', CLINIC, today)).toBe(false);
    expect(holdsRole(held, 'THERAPIST', named<ClinicId>('another'), today)).toBe(false);
    expect(held.roles[0]?.id).toBe(outcome.events[1]?.header.id);
    givenStaff(registered)
      .when({ ...grant, from: today, to: yesterday })
      .thenRefused('PERIOD_EMPTY', { from: today, to: yesterday });
  });

  it('that names no clinic is held at each', () => {
    const { state } = givenStaff(registered).when({ ...grant, clinics: [] });
    expect(holdsRole(state!, 'THERAPIST', named<ClinicId>('another'), today)).toBe(true);
  });

  it('that is held is not granted again, a longer one is', () => {
    givenStaff(registered, granted).when(grant).thenNothing();
    const ending = { ...granted, data: { ...granted.data, to: day('2026-03-31') } };
    const { when } = givenStaff(registered, ending);
    when({ ...grant, to: day('2026-03-15') }).thenNothing();
    when(grant).then({ type: 'RoleGranted', data: { to: null } });
    when({ ...grant, role: 'MANAGER' }).then({ type: 'RoleGranted' });
    when({ ...grant, clinics: [] }).then({ type: 'RoleGranted', data: { clinics: [] } });
  });

  it('is withdrawn at once, or after a last day, and once', () => {
    const withdraw: StaffCommand = {
      type: 'WithdrawRole',
      staffId,
      grantId: named<EntryId>('grant'),
    };
    const { when } = givenStaff(registered, granted);
    const outcome = when(withdraw, { reason: 'Left' });
    outcome.then({
      type: 'RoleWithdrawn',
      data: { grantId: named<EntryId>('grant'), role: 'THERAPIST', lastDay: yesterday },
      texts: { reason: 'Left' },
    });
    expect(rolesOn(outcome.state!, yesterday)).toHaveLength(1);
    expect(rolesOn(outcome.state!, today)).toHaveLength(0);
    const gone: Past<StaffEvent> = {
      type: 'RoleWithdrawn',
      at: NOW,
      data: { grantId: named<EntryId>('grant'), role: 'THERAPIST', lastDay: yesterday },
    };
    givenStaff(registered, granted, gone).when(withdraw).thenNothing();
    when({ ...withdraw, grantId: named<EntryId>('another') }).thenRefused('ROLE_GRANT_UNKNOWN', {
      grantId: named('another'),
    });
  });
});

describe('a credential', () => {
  it('is recorded with its number sealed, and holds to its last day', () => {
    const outcome = givenStaff(registered).when(credential);
    outcome.then({
      type: 'CredentialRecorded',
      data: { licence: 'MASSAGE_THERAPY', validUntil: day('2027-12-31') },
      texts: { number: 'MT-77' },
    });
    expect(JSON.stringify(outcome.events)).not.toContain('MT-77');
    expect(licensedOn(outcome.state!, day('2027-12-31'))).toBe(true);
    expect(licensedOn(outcome.state!, day('2028-01-01'))).toBe(false);
    expect(licensedOn(outcome.state!, day('2023-12-31'))).toBe(false);
    givenStaff(registered)
      .when({ ...credential, validUntil: day('2023-12-31') })
      .thenRefused('PERIOD_EMPTY');
  });

  it('is revoked from a day on, once', () => {
    const revoke: StaffCommand = {
      type: 'RevokeCredential',
      staffId,
      credentialId: named<EntryId>('licence'),
      from: today,
    };
    const { when } = givenStaff(registered, licensed);
    const outcome = when(revoke, { reason: 'Struck off' });
    outcome.then({ type: 'CredentialRevoked', texts: { reason: 'Struck off' } });
    expect(licensedOn(outcome.state!, yesterday)).toBe(true);
    expect(licensedOn(outcome.state!, today)).toBe(false);
    const { credentialId } = revoke;
    const revoked: Past<StaffEvent> = {
      type: 'CredentialRevoked',
      at: NOW,
      data: { credentialId, from: today },
    };
    const again = givenStaff(registered, licensed, revoked);
    again.when(revoke).thenNothing();
    again.when({ ...revoke, from: yesterday }).then({ type: 'CredentialRevoked' });
    when({ ...revoke, credentialId: named<EntryId>('another') }).thenRefused('CREDENTIAL_UNKNOWN', {
      credentialId: named('another'),
    });
  });
});

describe('a specialty', () => {
  it('is recorded since a day, once', () => {
    const record: StaffCommand = {
      type: 'RecordSpecialty',
      staffId,
      code: 'PRENATAL',
      since: today,
    };
    const outcome = givenStaff(registered).when(record);
    outcome.then({ type: 'SpecialtyRecorded', data: { code: 'PRENATAL', since: today } });
    expect(hasSpecialty(outcome.state!, 'PRENATAL', today)).toBe(true);
    expect(hasSpecialty(outcome.state!, 'PRENATAL', yesterday)).toBe(false);
    const known: Past<StaffEvent> = {
      type: 'SpecialtyRecorded',
      at: NOW,
      data: { code: 'PRENATAL', since: today },
    };
    const again = givenStaff(registered, known);
    again.when(record).thenNothing();
    again.when({ ...record, since: yesterday }).then({ type: 'SpecialtyRecorded' });
  });
});

describe('cover', () => {
  const cover: Extract<StaffCommand, { type: 'GrantCover' }> = {
    type: 'GrantCover',
    staffId,
    therapistId: ben.id,
    from: day('2026-07-01'),
    to: day('2026-07-14'),
  };
  const covering: Past<StaffEvent> = {
    type: 'CoverGranted',
    at: NOW,
    as: 'cover',
    data: { therapistId: ben.id, from: cover.from, to: cover.to },
  };
  const end = { type: 'EndCover', staffId, coverId: named<EntryId>('cover') } as const;

  it('is granted for days, the last one included, and once', () => {
    const outcome = givenStaff(registered).when(cover);
    outcome.then({ type: 'CoverGranted', data: covering.data });
    const held = outcome.state!;
    expect(coveredOn(held, day('2026-06-30'))).toEqual([]);
    expect(coveredOn(held, day('2026-07-14'))).toEqual([ben.id]);
    expect(coveredOn(held, day('2026-07-15'))).toEqual([]);
    givenStaff(registered, covering)
      .when({ ...cover, from: day('2026-07-02') })
      .thenNothing();
  });

  it('is of another person who is known, for at least a day', () => {
    const { when } = givenStaff(registered);
    when({ ...cover, therapistId: staffId }).thenRefused('COVER_OF_SELF', { staffId });
    when({ ...cover, therapistId: named('nobody') }).thenRefused('STAFF_UNKNOWN');
    when({ ...cover, to: day('2026-06-30') }).thenRefused('PERIOD_EMPTY');
  });

  it('is ended at once or after a last day, once', () => {
    const { when } = givenStaff(registered, covering);
    const outcome = when({ ...end, lastDay: day('2026-07-03') });
    outcome.then({ type: 'CoverEnded', data: { lastDay: day('2026-07-03') } });
    expect(coveredOn(outcome.state!, day('2026-07-03'))).toEqual([ben.id]);
    expect(coveredOn(outcome.state!, day('2026-07-04'))).toEqual([]);
    when(end).then({ type: 'CoverEnded', data: { lastDay: yesterday } });
    when({ ...end, lastDay: cover.to }).thenNothing();
    when({ ...end, coverId: named<EntryId>('another') }).thenRefused('COVER_UNKNOWN', {
      coverId: named('another'),
    });
  });
});

describe('retirement', () => {
  const retire = { type: 'RetireStaff', staffId, openEpisodes: 0 } as const;
  const gone: Past<StaffEvent> = { type: 'StaffRetired', at: NOW, data: { lastDay: today } };

  it('ends every role and cover with its last day, once', () => {
    const later = { ...granted, as: 'later', data: { ...granted.data, from: day('2026-05-01') } };
    const outcome = givenStaff(registered, granted, later).when(retire, { reason: 'Moves away' });
    outcome.then({ type: 'StaffRetired', data: { lastDay: today } });
    expect(rolesOn(outcome.state!, today)).toHaveLength(1);
    for (const after of ['2026-03-03', '2026-05-01', '2027-01-01']) {
      expect(rolesOn(outcome.state!, day(after))).toEqual([]);
    }
    givenStaff(registered, granted, gone).when(retire).thenNothing();
    givenStaff(registered, granted, gone)
      .when({ ...retire, lastDay: yesterday })
      .then({ type: 'StaffRetired', data: { lastDay: yesterday } });
  });

  it('warns of open episodes, which another has to carry', () => {
    const outcome = givenStaff(registered, granted).when({ ...retire, openEpisodes: 3 });
    outcome.then({ type: 'StaffRetired' });
    outcome.thenWarns('OPEN_EPISODES_CARRIED');
  });

  it('lets nobody work on, but come back', () => {
    const { when } = givenStaff(registered, granted, gone);
    when(grant).thenRefused('STAFF_RETIRED', { staffId, lastDay: today });
    const cover = { type: 'GrantCover', staffId, therapistId: ben.id } as const;
    when({ ...cover, from: today, to: day('2026-03-09') }).thenRefused('STAFF_RETIRED');
    const back = when({ ...grant, from: day('2026-09-01') });
    back.then({ type: 'RoleGranted', data: { from: day('2026-09-01') } });
    expect(back.state?.retiredOn).toBeNull();
    expect(rolesOn(back.state!, day('2026-08-31'))).toEqual([]);
    expect(rolesOn(back.state!, day('2026-09-01'))).toHaveLength(1);
  });
});

describe('the days of a role', () => {
  it("are those of the clinic's zone", () => {
    // Half past eleven at night in UTC is the next day in Berlin.
    const late = { at: utc('2026-03-01T23:30') };
    givenStaff(registered)
      .when(grant, late)
      .then({ type: 'RoleGranted', data: { from: today } });
    const withdraw = { type: 'WithdrawRole', staffId, grantId: named<EntryId>('grant') } as const;
    givenStaff(registered, granted)
      .when(withdraw, late)
      .then({ type: 'RoleWithdrawn', data: { lastDay: yesterday } });
    const auckland = { ...clinic, firstZone: zone('Pacific/Auckland') };
    givenStaff(registered)
      .when(grant, { at: utc('2026-03-01T11:30'), clinic: auckland })
      .then({ type: 'RoleGranted', data: { from: today } });
  });
});
