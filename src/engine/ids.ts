import { parse, v5 as uuidV5 } from 'uuid';

/** Namespaces (RFC 9562, version 5): one for events, one for what commands make, one for people. */
const EVENTS = parse('6d2f3a52-7f4b-5c0e-9a3d-0f3c0f4f7f01');
const MADE = parse('6d2f3a52-7f4b-5c0e-9a3d-0f3c0f4f7f02');
const STAFF = parse('6d2f3a52-7f4b-5c0e-9a3d-0f3c0f4f7f03');

/** The id of a command's event: the same command on the same stream never makes another. */
export function eventId(stream: string, commandId: string, index: number): string {
  return uuidOf(`${stream}\n${commandId}\n${index}`, EVENTS);
}

/** The id of what a command makes (a stream, a goal, an observation), so a retry makes it once. */
export function madeId(actorId: string, commandId: string, kind: string, index = 0): string {
  return uuidOf(`${actorId}\n${commandId}\n${kind}\n${index}`, MADE);
}

/** The id of what a reactor does about an entry, so that what is looked at again is done once. */
export function reactionId(triggerId: string, does: string, ...about: string[]): string {
  return uuidOf([triggerId, does, ...about].join('\n'), MADE);
}

/** A staff member is who an issuer says: the id follows from both, so a person exists once. */
export function staffIdOf(issuer: string, subject: string): string {
  return uuidOf(`${issuer}\n${subject}`, STAFF);
}

/** By bytes: of a text, the library makes them by a slow way. */
function uuidOf(name: string, namespace: Uint8Array): string {
  return uuidV5(Buffer.from(name), namespace);
}
