import { createHash, createHmac, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import {
  commitment,
  eventKey,
  fingerprint,
  masterKeyId,
  newKey,
  open,
  seal,
  SealBroken,
  unwrapKey,
  wrapKey,
} from '../../src/store/sealing';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const place = fc.record({
  stream: fc.string({ unit: 'grapheme' }),
  version: fc.nat(),
  type: fc.string({ unit: 'grapheme' }),
});
const texts = fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }));

describe('sealing', () => {
  test('opens what was sealed, and only at its place and with its key', () => {
    fc.assert(
      fc.property(key, key, place, place, texts, (k, otherKey, here, there, words) => {
        const sealed = seal(k, here, words);
        expect(open(k, here, sealed)).toEqual(words);
        if (JSON.stringify(here) !== JSON.stringify(there)) {
          expect(() => open(k, there, sealed)).toThrow(SealBroken);
        }
        if (!k.equals(otherKey)) expect(() => open(otherKey, here, sealed)).toThrow(SealBroken);
      }),
    );
  });

  test('any changed bit breaks it', () => {
    const k = newKey();
    const here = { stream: 'episode-1', version: 3, type: 'SessionCompleted' };
    const sealed = seal(k, here, { notes: 'tender at C5' });
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => open(k, here, changed)).toThrow(SealBroken);
    }
    expect(() => open(k, here, sealed.subarray(1))).toThrow(SealBroken);
    expect(() => open(k, here, Buffer.alloc(0))).toThrow(SealBroken);
  });

  test('the place is bound without ambiguity', () => {
    const k = newKey();
    const sealed = seal(k, { stream: 'a', version: 1, type: 'bc' }, {});
    expect(() => open(k, { stream: 'ab', version: 1, type: 'c' }, sealed)).toThrow(SealBroken);
    expect(() => open(k, { stream: 'a1', version: 1, type: 'bc' }, sealed)).toThrow(SealBroken);
    expect(() => open(k, { stream: 'a', version: 2, type: 'bc' }, sealed)).toThrow(SealBroken);
  });

  test('the same text twice gives different bytes, and none of it is readable', () => {
    const k = newKey();
    const here = { stream: 's', version: 0, type: 'T' };
    const [a, b] = [1, 2].map(() => seal(k, here, { name: 'Johanna Beispiel' }));
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(false);
    expect(a?.includes('Johanna')).toBe(false);
  });
});

describe('keys', () => {
  test('a wrapped key opens with its master key and owner only', () => {
    fc.assert(
      fc.property(key, key, key, fc.string(), fc.string(), (master, other, person, a, b) => {
        const wrapped = wrapKey(master, a, person);
        expect(unwrapKey(master, a, wrapped)).toEqual(person);
        if (a !== b) expect(() => unwrapKey(master, b, wrapped)).toThrow(SealBroken);
        if (!master.equals(other)) expect(() => unwrapKey(other, a, wrapped)).toThrow(SealBroken);
      }),
    );
  });

  test('are 32 bytes', () => {
    expect(newKey()).toHaveLength(32);
    expect(() => wrapKey(randomBytes(16), 'a', newKey())).toThrow(RangeError);
    expect(() => wrapKey(newKey(), 'a', randomBytes(31))).toThrow(RangeError);
  });

  test('derivations are the written ones', () => {
    const person = Buffer.alloc(32, 7);
    const id = '6F9619FF-8B86-5011-B42D-00C04FC964FF';
    const k = eventKey(person, id);
    const byHand = createHmac('sha256', person).update(`evt${id.toLowerCase()}`).digest();
    expect(k).toEqual(byHand);
    expect(commitment(k)).toBe(
      createHash('sha256')
        .update(Buffer.concat([Buffer.from('kc'), k]))
        .digest('hex'),
    );
    expect(fingerprint(person, 'input')).toBe(
      createHmac('sha256', person).update('fpinput').digest('hex'),
    );
    expect(masterKeyId(person)).toMatch(/^[0-9a-f]{16}$/);
  });
});
