import { episodeRules } from './episode/rules';
import { goalRules } from './episode/rules-goals';
import { patientRules } from './patient/rules';
import type { Facts, Rule } from './rule';

const organisationRules = {
  CLINIC_EXISTS: {
    state: 'now',
    when: 'a clinic is opened',
    says: 'A clinic with id {clinicId} exists already with other details.',
    accepts: 'A new clinic id, or the details as they were recorded.',
  },
  CLINIC_UNKNOWN: {
    state: 'now',
    when: 'a clinic is changed, a patient is registered or a referral is received',
    says: 'There is no clinic with id {clinicId}.',
    accepts: 'The id of a clinic that was opened before.',
  },
  CLINIC_ZONE_PAST: {
    state: 'now',
    when: 'the time zone of a clinic is changed',
    says: 'The zone would change at {since}, before {now}: what was recorded keeps its days.',
    accepts: 'A moment from now on, or none: from when it is recorded.',
  },
  CLINIC_CLOSED: {
    state: 'then',
    when: 'a patient is registered or a referral is received',
    says: 'The clinic {clinicId} closed after {lastDay}.',
    accepts: 'A clinic that is open on that day.',
  },
  STAFF_UNKNOWN: {
    state: 'now',
    when: 'a person is given roles, licences or cover, is assigned, booked or treats',
    says: 'There is no staff member with id {staffId}.',
    accepts: 'The id of a registered staff member.',
  },
  ROLE_GRANT_UNKNOWN: {
    state: 'now',
    when: 'a role is withdrawn',
    says: 'The person has no role grant {grantId}.',
    accepts: 'The id of a role grant of this person.',
  },
  CREDENTIAL_UNKNOWN: {
    state: 'now',
    when: 'a licence is revoked',
    says: 'The person has no credential {credentialId}.',
    accepts: 'The id of a credential of this person.',
  },
  STAFF_RETIRED: {
    state: 'now',
    gives: ['refusal', 'finding'],
    when: 'a role or cover is granted to someone who retired, or who retired carries an episode',
    says: 'Staff member {staffId} retired with {lastDay} as the last day.',
    accepts: 'Days after it: whoever comes back is granted a role from then on.',
  },
  OPEN_EPISODES_CARRIED: {
    state: 'now',
    gives: ['warning'],
    when: 'a person who carries open episodes retires',
    says: '{episodes} open episodes are still carried by the person who leaves after {lastDay}.',
    accepts: 'Recorded as it is; each of them needs another therapist.',
  },
  COVER_OF_SELF: {
    state: 'now',
    when: 'cover is granted',
    says: 'Staff member {staffId} would cover themself.',
    accepts: 'Another therapist, whose patients are covered.',
  },
  COVER_UNKNOWN: {
    state: 'now',
    when: 'cover is ended',
    says: 'The person has no cover {coverId}.',
    accepts: 'The id of a cover of this person.',
  },
  PERIOD_EMPTY: {
    state: 'now',
    when: 'something is given, cleared, asked for or reported for a period',
    says: 'The period from {from} to {to} has no day.',
    accepts: 'A last day on or after the first.',
  },
  POLICY_VERSION_TAKEN: {
    state: 'now',
    when: 'a policy is adopted',
    says: 'Policy version {version} was adopted before with other content.',
    accepts: 'A version name that was not used yet.',
  },
  POLICY_VALUE_WRONG: {
    state: 'now',
    when: 'a policy is adopted',
    says: 'The value of {path} is not as it must be: {problem}.',
    accepts: 'A value within its bounds.',
  },
  POLICY_DIAGNOSING_ROLE: {
    state: 'now',
    when: 'a policy is adopted',
    says: '{roles} never diagnose.',
    accepts: 'Diagnosing roles without those who give massage.',
  },
  POLICY_SESSION_MINUTES: {
    state: 'now',
    when: 'a policy is adopted',
    says: 'Session lengths must rise: usual {usualMin} to {usualMax}, at most {max} minutes.',
    accepts: 'usualMin ≤ usualMax ≤ max.',
  },
  REBASE_NEEDS_REASON: {
    state: 'now',
    when: 'new limits of a control chart are begun',
    says: 'New limits of {figure} from {month} need a reason.',
    accepts: 'What changed, in words.',
  },
  CHART_MONTH_AHEAD: {
    state: 'now',
    when: 'new limits of a control chart are begun',
    says: '{month} is after the present month {now}.',
    accepts: 'A month that has begun.',
  },
  STREAM_NOT_PARKED: {
    state: 'now',
    when: 'a parked stream is tried again, or an entry of it is skipped',
    says: '{stream} is parked at {parkedAt}, not at {position}.',
    accepts: 'A stream, and the entry, as `projections` names them.',
  },
  RELEASE_NEEDS_REASON: {
    state: 'now',
    when: 'a parked stream is tried again, or an entry of it is skipped',
    says: 'What is done to {stream} needs a reason.',
    accepts: 'Why, in words.',
  },
  COMMAND_ID_REUSED: {
    state: 'now',
    when: 'any command is repeated',
    says: 'Command {commandId} was recorded before with other content or by another person.',
    accepts: 'A new commandId for a new command; the same content for a retry.',
  },
  OCCURRED_IN_FUTURE: {
    state: 'now',
    when: 'anything is recorded',
    says: '{occurredAt} is more than 5 minutes ahead of the server ({now}).',
    accepts: 'A moment that has passed; what is planned is scheduled instead.',
  },
} as const satisfies Record<string, Rule>;

/** Every code a refusal, deviation or warning may carry. */
export const RULES = {
  ...organisationRules,
  ...patientRules,
  ...episodeRules,
  ...goalRules,
} satisfies Record<string, Rule>;
export type RuleCode = keyof typeof RULES;

/** The sentence of a code with its facts; a list reads `a, b`. */
export function sentence(code: RuleCode, facts: Facts): string {
  return RULES[code].says.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const fact = facts[name];
    if (fact === undefined || fact === null) return '?';
    return Array.isArray(fact) ? fact.join(', ') : String(fact);
  });
}
