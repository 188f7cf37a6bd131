import { plusDays, type LocalDate } from '../domain/time';
import type { CaseloadAuthorization, CaseloadRow } from './caseload';

/** What is authorised on a day, summed. */
export interface AuthorizedOn {
  /** Something is valid that day; else the figures are of what ended or will end last. */
  readonly isValid: boolean;
  /** Null: none at all, or one without a limit. */
  readonly visits: number | null;
  readonly used: number;
  /** Last day; null: there is no authorization. */
  readonly until: LocalDate | null;
}

export function authorizationsOf(
  row: Pick<CaseloadRow, 'authorizations'>,
): readonly CaseloadAuthorization[] {
  // JSON that the row's own function wrote.
  return JSON.parse(row.authorizations) as CaseloadAuthorization[];
}

/** Of those valid on the day; where none is, of the one that ends last. */
export function authorizedOn(
  granted: readonly CaseloadAuthorization[],
  today: LocalDate,
): AuthorizedOn {
  const valid = granted.filter(({ from, to }) => from <= today && today <= to);
  const last = latest(granted);
  const counted = valid.length > 0 || !last ? valid : [last];
  const isUnlimited = counted.length === 0 || counted.some(({ visits }) => visits === null);
  return {
    isValid: valid.length > 0,
    visits: isUnlimited ? null : counted.reduce((sum, { visits }) => sum + (visits ?? 0), 0),
    used: counted.reduce((sum, { used }) => sum + used, 0),
    until: latest(counted)?.to ?? null,
  };
}

/** The last day that is covered from a day on without a gap; the day before it when none is. */
export function coveredUntil(
  granted: readonly CaseloadAuthorization[],
  today: LocalDate,
): LocalDate {
  let until = plusDays(today, -1);
  const inOrder = [...granted].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  for (const { from, to } of inOrder) {
    if (from <= plusDays(until, 1) && to > until) until = to;
  }
  return until;
}

function latest(granted: readonly CaseloadAuthorization[]): CaseloadAuthorization | null {
  return granted.reduce<CaseloadAuthorization | null>(
    (last, one) => (last === null || one.to > last.to ? one : last),
    null,
  );
}
