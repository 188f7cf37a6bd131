import type { Client } from '@urql/core';
import type { Client as Socket } from 'graphql-ws';
import { createContext, useContext } from 'react';
import type { MeQuery, Right, Role } from '../../generated/graphql';
import { MeDocument, ClinicNamesDocument } from '../../generated/graphql';
import { answered } from '../data/answered';
import { fetchWith, makeClient } from '../data/client';
import { known } from '../data/known';
import { makeSocket } from '../data/live';
import { problemOf, type Problem } from '../data/problem';
import { makeStore } from '../data/store';
import { demoPeople, keepSubject, keptSubject, NoDemo, type DemoPerson } from './demo-sign-in';
import { demoTokens } from './tokens';

export interface Clinic {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
}

/** Who is signed in, and what they may do today. */
export interface Session {
  readonly person: DemoPerson;
  readonly me: MeQuery['me'];
  readonly clinics: readonly Clinic[];
  readonly client: Client;
  readonly socket: Socket;
  /** Fetches as the person, what is not GraphQL. */
  readonly fetchAs: typeof fetch;
  readonly may: (right: Right) => boolean;
  /** The zone of a clinic; of none: of the person's first clinic. */
  readonly zoneOf: (clinicId: string | null) => string;
}

/** How far signing in is. */
export type SignIn =
  | { readonly status: 'starting' }
  | { readonly status: 'none'; readonly people: readonly DemoPerson[] | null }
  | { readonly status: 'failed'; readonly problem: Problem }
  | {
      readonly status: 'in';
      readonly people: readonly DemoPerson[];
      readonly session: Session;
    };

export const signIn = makeStore<SignIn>({ status: 'starting' });

const UNREACHED: Problem = { kind: 'OFFLINE', message: '', requestId: null };

/** Looks whom one can be, and signs the person of this tab in again. */
export async function openSession(): Promise<void> {
  try {
    const people = await demoPeople();
    const person = people.find(({ subject }) => subject === keptSubject());
    if (person) await signInAs(person, people);
    else signIn.set({ status: 'none', people });
  } catch (error) {
    if (error instanceof NoDemo) signIn.set({ status: 'none', people: null });
    else signIn.set({ status: 'failed', problem: UNREACHED });
  }
}

/** Signs a person of the demo in, and whoever was before out. */
export async function signInAs(person: DemoPerson, people: readonly DemoPerson[]): Promise<void> {
  signOutOfSocket();
  known.set(null);
  answered.set(null);
  const tokens = demoTokens(person.subject);
  const client = makeClient(tokens);
  const { data, error } = await client.query(MeDocument, {}).toPromise();
  if (!data) {
    signIn.set({ status: 'failed', problem: error ? problemOf(error) : UNREACHED });
    return;
  }
  keepSubject(person.subject);
  const { me } = data;
  const clinics = me.rights.includes('READ_CLINICS') ? await clinicsOf(client) : me.clinics;
  const zones = new Map([...clinics, ...me.clinics].map(({ id, zone }) => [id, zone]));
  const ownZone = me.clinics[0]?.zone ?? zoneAmong(clinics) ?? me.zone;
  const session: Session = {
    ...{ person, me, clinics, client },
    socket: makeSocket(tokens),
    fetchAs: fetchWith(tokens),
    may: (right) => me.rights.includes(right),
    zoneOf: (clinicId) => (clinicId === null ? undefined : zones.get(clinicId)) ?? ownZone,
  };
  signIn.set({ status: 'in', people, session });
}

/** Of who works for every clinic: the zone of the device, if a clinic is there; else the first. */
function zoneAmong(clinics: readonly Clinic[]): string | undefined {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (clinics.find(({ zone }) => zone === here) ?? clinics[0])?.zone;
}

async function clinicsOf(client: Client): Promise<readonly Clinic[]> {
  const { data } = await client.query(ClinicNamesDocument, {}).toPromise();
  const clinics = data?.clinics.clinics ?? [];
  return [...clinics].sort((one, other) => one.name.localeCompare(other.name));
}

/** Forgets who was signed in. */
export function signOut(): void {
  const now = signIn.get();
  signOutOfSocket();
  keepSubject(null);
  signIn.set({ status: 'none', people: now.status === 'in' ? now.people : null });
}

function signOutOfSocket(): void {
  const now = signIn.get();
  if (now.status === 'in') void now.session.socket.dispose();
}

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in. Pages are drawn below a sign-in only. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Nobody is signed in here.');
  return session;
}

/** The role to show for a person: of several the first held. */
export function roleOf({ me, person }: Session): Role {
  return me.roles[0]?.role ?? person.role;
}
