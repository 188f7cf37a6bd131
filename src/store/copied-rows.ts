/** Signature, flags, and the length of an extension that is not used. */
const FILE_HEADER_BYTES = 19;
const COLUMNS_BYTES = 2;
const LENGTH_BYTES = 4;
/** In place of a number of columns: there are no more rows. */
const END = -1;

/** 2000-01-01 in microseconds since 1970: from there PostgreSQL counts. */
const EPOCH_US = Date.UTC(2000, 0) * 1_000;

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * The fields of one row of a binary COPY, asked one after the other in the order of the columns,
 * each as what its column is. Only `bytesOrNull` may meet a null.
 */
export class CopiedFields {
  #bytes: Buffer = NOTHING;
  #at = 0;

  /** Goes to a row; `at` is that of its first field. */
  goTo(bytes: Buffer, at: number): void {
    this.#bytes = bytes;
    this.#at = at;
  }

  int4(): number {
    return this.#bytes.readInt32BE(this.#next());
  }

  /** Positions are below 2^53. */
  int8(): number {
    const at = this.#next();
    return this.#bytes.readInt32BE(at) * 2 ** 32 + this.#bytes.readUInt32BE(at + LENGTH_BYTES);
  }

  /** Of a timestamptz: microseconds since 1970. */
  epochUs(): number {
    return this.int8() + EPOCH_US;
  }

  /** Of text and json: the text as it was stored. */
  text(): string {
    const from = this.#next();
    return this.#bytes.toString('utf8', from, this.#at);
  }

  uuid(): string {
    const from = this.#next();
    const hex = this.#bytes.toString('hex', from, this.#at);
    const [a, b, c] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16)];
    return `${a}-${b}-${c}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** Shares its memory with its neighbours, and keeps it as long as it is kept. */
  bytes(): Buffer {
    const from = this.#next();
    return this.#bytes.subarray(from, this.#at);
  }

  bytesOrNull(): Buffer | null {
    if (this.#bytes.readInt32BE(this.#at) >= 0) return this.bytes();
    this.#at += LENGTH_BYTES;
    return null;
  }

  /** Steps over a field; where it begins. */
  #next(): number {
    const from = this.#at + LENGTH_BYTES;
    this.#at = from + this.#bytes.readInt32BE(this.#at);
    return from;
  }
}

/**
 * Takes a binary COPY as it comes, and gives the rows that are complete; see "Binary Format" of
 * COPY in the manual of PostgreSQL.
 */
export class CopiedRows<Row> {
  readonly #fields = new CopiedFields();
  #rest: Buffer = NOTHING;
  /** Where the next row begins in `#rest`, or behind it. */
  #at = FILE_HEADER_BYTES;

  constructor(
    readonly columns: number,
    readonly rowOf: (fields: CopiedFields) => Row,
  ) {}

  take(chunk: Buffer): Row[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const rows: Row[] = [];
    let at = this.#at;
    for (;;) {
      const after = this.#endOfRow(bytes, at);
      if (after === null) break;
      this.#fields.goTo(bytes, at + COLUMNS_BYTES);
      rows.push(this.rowOf(this.#fields));
      at = after;
    }
    const passed = Math.min(at, bytes.length);
    this.#rest = bytes.subarray(passed);
    this.#at = at - passed;
    return rows;
  }

  /** Null when it has not come yet, or there is none. */
  #endOfRow(bytes: Buffer, from: number): number | null {
    let at = from + COLUMNS_BYTES;
    if (at > bytes.length || bytes.readInt16BE(from) === END) return null;
    for (let column = 0; column < this.columns; column++) {
      if (at + LENGTH_BYTES > bytes.length) return null;
      at += LENGTH_BYTES + Math.max(0, bytes.readInt32BE(at));
    }
    return at > bytes.length ? null : at;
  }
}
