import type { Role } from '../../generated/graphql';

/** Whom one can be in the demo. */
export interface DemoPerson {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

/** A bearer token, and when it ends. */
export interface Token {
  readonly value: string;
  readonly expiresAtMs: number;
}

/** The service has no such sign-in: it is no demo. */
export class NoDemo extends Error {
  override readonly name = 'NoDemo';
}

const KEPT = 'anamnesis-demo-person';

/** The people of the demo. Throws `NoDemo` where there is none, `TypeError` when offline. */
export async function demoPeople(): Promise<readonly DemoPerson[]> {
  const answer = await fetch('/demo/people', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new NoDemo();
  // The answer of our own server, of one version with this page.
  return ((await answer.json()) as { people: DemoPerson[] }).people;
}

/** A token for one of them. Throws as `demoPeople`. */
export async function demoToken(subject: string): Promise<Token> {
  const answer = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ subject }),
  });
  if (!answer.ok) throw new NoDemo();
  // As above.
  const { token, expiresAt } = (await answer.json()) as { token: string; expiresAt: string };
  return { value: token, expiresAtMs: Date.parse(expiresAt) };
}

/** Who was signed in last in this tab. Never the token: that stays in memory. */
export function keptSubject(): string | null {
  return sessionStorage.getItem(KEPT);
}

/** Keeps who is signed in, so that a reload signs the same person in again; null: nobody. */
export function keepSubject(subject: string | null): void {
  if (subject === null) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, subject);
}
