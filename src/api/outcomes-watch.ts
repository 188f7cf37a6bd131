import type { OutcomesChange } from './outcomes-changes';
import type { Plain } from './plain';
import type { RoundRing } from './rounds';
import { Watch } from './watch';

/** Longest wait of the latest news behind the one before. */
const PAUSE_MS = 1_000;

/** What the watch of figures needs; each call asks anew. */
export interface OutcomesPorts {
  /** Up to where there are changes to ask for. */
  readonly position: () => number;
  /** Whether figures may have changed from a position up to that; rejects without the right. */
  readonly touched: (after: number) => Promise<boolean>;
  /** Whether a day that began there is one for these figures; rejects without the right. */
  readonly isSeen: (clinics: ReadonlySet<string>) => Promise<boolean>;
  readonly listen: (ring: RoundRing) => { close(): void };
}

/** As the root field of the subscription wants it. */
export interface OutcomesDelivery {
  readonly outcomesChanged: Plain<OutcomesChange>;
}

/** That figures may have changed after a position: the latest only, and at most once a second. */
export class OutcomesWatch extends Watch<OutcomesDelivery> {
  readonly #days: Set<string>;
  #toldAtMs = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly ports: OutcomesPorts,
    private seen: number,
  ) {
    const clinics = new Set<string>();
    super((ring) =>
      ports.listen((days) => {
        for (const { clinic_id } of days) clinics.add(clinic_id);
        ring();
      }),
    );
    this.#days = clinics;
  }

  protected async look(): Promise<OutcomesDelivery | null> {
    const leftMs = this.#toldAtMs + PAUSE_MS - performance.now();
    if (leftMs > 0) {
      // Rung again when the second is over; what comes until then is told together.
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.ring();
      }, leftMs);
      return null;
    }
    const position = this.ports.position();
    const days = new Set(this.#days);
    this.#days.clear();
    const isDay = days.size > 0 && (await this.ports.isSeen(days));
    const isTouched = position > this.seen && (await this.ports.touched(this.seen));
    this.seen = Math.max(this.seen, position);
    if (!isDay && !isTouched) return null;
    this.#toldAtMs = performance.now();
    return { outcomesChanged: { position: this.seen } };
  }

  protected override close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    super.close();
  }
}
