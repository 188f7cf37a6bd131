import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * Sealing of personal text, pure but for the random nonce. One key a person (the *owner*), wrapped
 * by the master key; one key an event, derived from it, so that single entries can be opened and
 * proved without handing out the person's key. Keys are 32 bytes.
 *
 * AES-256-GCM with a random 96-bit nonce and a 128-bit tag (NIST SP 800-38D). An event's key seals
 * once, so nonces cannot meet. The form on disk is nonce ‖ cipher text ‖ tag.
 */

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed part is bound to: moved to another place, it does not open. */
export interface SealedPlace {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
}

/** The bytes are not what was sealed, or were sealed for another place, owner or key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** A new random person key. */
export function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Names a master key without telling it: 16 hex digits of SHA-256("mk" ‖ key). */
export function masterKeyId(masterKey: Buffer): string {
  return createHash('sha256').update('mk').update(masterKey).digest('hex').slice(0, 16);
}

/** Wraps a person's key by the master key; bound to the owner, so rows cannot be exchanged. */
export function wrapKey(masterKey: Buffer, owner: string, personKey: Buffer): Buffer {
  assertKey(personKey);
  return encrypt(masterKey, wrapBinding(owner), personKey);
}

/** The person's key again. Throws `SealBroken` for another master key, owner, or changed bytes. */
export function unwrapKey(masterKey: Buffer, owner: string, wrapped: Buffer): Buffer {
  return decrypt(masterKey, wrapBinding(owner), wrapped);
}

/** The key of one event: HMAC-SHA256(personKey, "evt" ‖ id), id as lower-case UUID text. */
export function eventKey(personKey: Buffer, eventId: string): Buffer {
  return createHmac('sha256', personKey).update('evt').update(eventId.toLowerCase()).digest();
}

/** What the header says of an event's key: SHA-256("kc" ‖ key), hex. It proves a key, not tells. */
export function commitment(key: Buffer): string {
  return createHash('sha256').update('kc').update(key).digest('hex');
}

/** Seals an event's texts (field → text) under the event's key, bound to its place. */
export function seal(
  key: Buffer,
  place: SealedPlace,
  texts: Readonly<Record<string, string>>,
): Buffer {
  return encrypt(key, sealBinding(place), Buffer.from(JSON.stringify(texts)));
}

/** The texts again. Throws `SealBroken` for another key or place, or changed bytes. */
export function open(key: Buffer, place: SealedPlace, sealed: Buffer): Record<string, string> {
  const plain = decrypt(key, sealBinding(place), sealed);
  // The tag proves that these are the very bytes that `seal` wrote: an object of texts.
  return JSON.parse(plain.toString()) as Record<string, string>;
}

/**
 * Tells whether two inputs are the same without keeping them: HMAC-SHA256(personKey, "fp" ‖ input),
 * hex. The input is canonical text (the caller fixes the order of keys). "fp" keeps it apart from
 * event keys, which start with "evt".
 */
export function fingerprint(personKey: Buffer, canonicalInput: string): string {
  return createHmac('sha256', personKey).update('fp').update(canonicalInput).digest('hex');
}

/**
 * stream ‖ version ‖ type, made unambiguous by lengths: u32be length of stream, stream, version as
 * u32be, u32be length of type, type (UTF-8). So `a` + `1…` is never `a1` + `…`.
 */
function sealBinding({ stream, version, type }: SealedPlace): Buffer {
  const versionBytes = Buffer.alloc(4);
  versionBytes.writeUInt32BE(version);
  return Buffer.concat([withLength(stream), versionBytes, withLength(type)]);
}

function wrapBinding(owner: string): Buffer {
  return Buffer.from(`wrap:${owner}`);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function encrypt(key: Buffer, binding: Buffer, plain: Buffer): Buffer {
  assertKey(key);
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(binding);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Random bytes asked for at once: a call for each nonce costs more than all of its encryption. */
const NONCES_AT_ONCE = 512;
let nonces = Buffer.alloc(0);
let nonceAt = 0;

function newNonce(): Buffer {
  if (nonceAt === nonces.length) {
    nonces = randomBytes(NONCES_AT_ONCE * NONCE_BYTES);
    nonceAt = 0;
  }
  nonceAt += NONCE_BYTES;
  // Given out once: the place moves on before anything can fail.
  return nonces.subarray(nonceAt - NONCE_BYTES, nonceAt);
}

function decrypt(key: Buffer, binding: Buffer, bytes: Buffer): Buffer {
  assertKey(key);
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken('sealed bytes are too short');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(binding);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch {
    // Node's own error says nothing more, and the cause must not carry key or text.
    throw new SealBroken('sealed bytes do not open: another key or place, or they were changed');
  }
}

function assertKey(key: Buffer): void {
  if (key.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes`);
}
