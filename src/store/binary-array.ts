/**
 * Arrays in PostgreSQL's binary form, for parameters: pg sends a Buffer as it is. As text, each
 * JSON would be escaped here and unescaped there; this way it is copied once.
 *
 * Form (array_recv in src/backend/utils/adt/arrayfuncs.c): int32 dimensions, has nulls, element
 * type; int32 length and lower bound of the one dimension; each element as int32 length and bytes,
 * length -1 for null.
 */

const HEADER_BYTES = 20;

const OIDS = { bytea: 17, int4: 23, text: 25, json: 114, uuid: 2950 } as const;

/** A one-dimensional array of texts, json (as text) or bytes. */
export function binaryArray(
  type: 'bytea' | 'text' | 'json',
  items: readonly (string | Buffer | null)[],
): Buffer {
  let bytes = HEADER_BYTES;
  for (const item of items) bytes += 4 + byteLength(item);
  const array = startArray(OIDS[type], items.length, bytes);
  let at = HEADER_BYTES;
  for (const item of items) {
    if (item === null) {
      at = array.writeInt32BE(-1, at);
      continue;
    }
    const written = typeof item === 'string' ? array.write(item, at + 4) : item.copy(array, at + 4);
    array.writeInt32BE(written, at);
    at += 4 + written;
  }
  return array;
}

export function int4Array(items: readonly number[]): Buffer {
  const array = startArray(OIDS.int4, items.length, HEADER_BYTES + items.length * 8);
  let at = HEADER_BYTES;
  for (const item of items) at = array.writeInt32BE(item, array.writeInt32BE(4, at));
  return array;
}

/** Items are UUIDs in their usual text form. */
export function uuidArray(items: readonly string[]): Buffer {
  const array = startArray(OIDS.uuid, items.length, HEADER_BYTES + items.length * 20);
  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(16, at);
    at += array.write(item.replaceAll('-', ''), at, 'hex');
  }
  return array;
}

function byteLength(item: string | Buffer | null): number {
  if (item === null) return 0;
  return typeof item === 'string' ? Buffer.byteLength(item) : item.length;
}

function startArray(elementOid: number, length: number, bytes: number): Buffer {
  const array = Buffer.allocUnsafe(bytes);
  array.writeInt32BE(1, 0);
  // A flag for nulls is not needed: the receiving side looks at each length.
  array.writeInt32BE(0, 4);
  array.writeInt32BE(elementOid, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return array;
}
