import type { Member } from './cohort-rows';

export const GROUPINGS = [
  'NOTHING',
  'CLINIC',
  'THERAPIST',
  'CONDITION',
  'PAYER',
  'REFERRER',
  'MONTH',
  'LABEL',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** By what figures are grouped. */
export type GroupBy =
  { readonly by: Exclude<Grouping, 'LABEL'> } | { readonly by: 'LABEL'; readonly label: string };

/** Members by what they are grouped by, keys in order; null: those that have none of it, last. */
export function grouped<M>(
  members: readonly M[],
  groupBy: GroupBy,
  memberOf: (each: M) => Member,
): readonly { readonly key: string | null; readonly members: readonly M[] }[] {
  const byKey = new Map<string | null, M[]>();
  for (const member of members) {
    const key = keyOf(memberOf(member), groupBy);
    const group = byKey.get(key);
    if (group) group.push(member);
    else byKey.set(key, [member]);
  }
  const order = (a: string | null, b: string | null) =>
    (a ?? '\uffff').localeCompare(b ?? '\uffff', 'en');
  return [...byKey]
    .map(([key, group]) => ({ key, members: group }))
    .sort((a, b) => order(a.key, b.key));
}

function keyOf(member: Member, groupBy: GroupBy): string | null {
  switch (groupBy.by) {
    case 'NOTHING':
      return null;
    case 'CLINIC':
      return member.clinic_id;
    case 'THERAPIST':
      return member.outcome_therapist_id;
    case 'CONDITION':
      return member.condition;
    case 'PAYER':
      return member.payer_class;
    case 'REFERRER':
      return member.referrer_id;
    case 'MONTH':
      return member.index_on.slice(0, 7);
    case 'LABEL':
      return labelOf(member, groupBy.label);
  }
}

function labelOf({ labels }: Member, label: string): string | null {
  // The labels of a referral: code → code.
  const codes = new Map(Object.entries(JSON.parse(labels) as Record<string, string>));
  return codes.get(label) ?? null;
}
