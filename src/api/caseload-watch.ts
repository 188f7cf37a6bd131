import type { CaseloadChange } from './caseload-changes';
import type { Plain } from './plain';
import type { Changes, RoundRing } from './rounds';
import { Watch } from './watch';

/** More episodes than this wait for nobody: the client is told to read the list anew. */
const WAITING_MAX = 500;

/** What the watch of a caseload needs; each call asks anew. */
export interface CaseloadPorts {
  readonly therapistId: string;
  /** Up to where there are changes to ask for. */
  readonly position: () => number;
  /** What changed from a position up to that; null: too much to tell. */
  readonly changes: (after: number) => Promise<Changes | null>;
  /**
   * The clinics of the caseload that the person may see, null for all; rejects when it is not
   * theirs to see any more.
   */
  readonly clinicsSeen: () => Promise<readonly string[] | null>;
  readonly listen: (ring: RoundRing) => { close(): void };
}

/** As the root field of the subscription wants it. */
export interface CaseloadDelivery {
  readonly caseloadChanged: Plain<CaseloadChange>;
}

interface Waiting {
  readonly change: Plain<CaseloadChange>;
  /** Where it is to be seen; null: it names nothing that could be hidden. */
  readonly clinics: ReadonlySet<string> | null;
}

/** Each change of a caseload after a position, one an episode when several came at once. */
export class CaseloadWatch extends Watch<CaseloadDelivery> {
  readonly #days: Set<string>;
  /** Found and not told yet, by what it is about. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(
    private readonly ports: CaseloadPorts,
    private seen: number,
  ) {
    const clinics = new Set<string>();
    super((ring) =>
      ports.listen((days) => {
        for (const { therapist_id, clinic_id } of days) {
          if (therapist_id === ports.therapistId) clinics.add(clinic_id);
        }
        ring();
      }),
    );
    this.#days = clinics;
  }

  protected async look(): Promise<CaseloadDelivery | null> {
    await this.#find();
    for (const [about, { change, clinics }] of this.#waiting) {
      const seen = await this.ports.clinicsSeen();
      this.#waiting.delete(about);
      const isSeen = !seen || !clinics || seen.some((id) => clinics.has(id));
      if (isSeen) return { caseloadChanged: change };
    }
    return null;
  }

  async #find(): Promise<void> {
    const position = this.ports.position();
    if (position > this.seen) {
      const changes = await this.ports.changes(this.seen);
      this.seen = position;
      if (!changes) this.#startOver();
      else this.#add(changes);
      if (this.#waiting.size > WAITING_MAX) this.#startOver();
    }
    if (this.#days.size > 0) {
      const change = { kind: 'NEW_DAY', episodeId: null, position: this.seen } as const;
      this.#waiting.set(change.kind, { change, clinics: new Set(this.#days) });
      this.#days.clear();
    }
  }

  #add({ episodes, places }: Changes): void {
    if (this.#waiting.has('RESYNC')) return;
    for (const { episode_id: episodeId, therapist_id, clinic_id } of places) {
      if (therapist_id !== this.ports.therapistId) continue;
      const position = episodes.get(episodeId) ?? this.seen;
      const clinics = new Set(this.#waiting.get(episodeId)?.clinics).add(clinic_id);
      const change = { kind: 'CHANGED', episodeId, position } as const;
      this.#waiting.set(episodeId, { change, clinics });
    }
  }

  /** The client reads it all anew: nothing of before is news any more. */
  #startOver(): void {
    const change = { kind: 'RESYNC', episodeId: null, position: this.seen } as const;
    this.#waiting.clear();
    this.#waiting.set(change.kind, { change, clinics: null });
  }
}
