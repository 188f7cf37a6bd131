/** Chance that is the same for the same seed: xorshift32 (Marsaglia, J Stat Softw 2003;8(14)). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    // Neighbouring seeds begin far apart, and zero would stay zero.
    this.#state = Math.imul(seed + 1, 0x9e37_79b1) >>> 0 || 1;
    for (let warmUp = 0; warmUp < 8; warmUp++) this.below(2);
  }

  /** A whole number from 0 to n − 1. */
  below(n: number): number {
    this.#state ^= this.#state << 13;
    this.#state >>>= 0;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state % n;
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** Throws for an empty list. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }
}
