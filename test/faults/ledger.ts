import type { Header } from '../../src/domain/envelope';
import type { EventStore } from '../../src/store/event-store';
import type { Answer, Job, Message } from './messages';

/** What a comparison of answers and log found; all but `answered` must be empty. */
export interface Findings {
  readonly answered: number;
  /** Accepted, and not in the log as it was answered. */
  readonly missing: readonly string[];
  /** In the log more than once. */
  readonly doubled: readonly string[];
  /** Of their events some are there and others not. */
  readonly halves: readonly string[];
  /** In the log though refused. */
  readonly refusedYetRecorded: readonly string[];
}

interface Place {
  readonly index: number;
  readonly size: number;
  readonly version: number;
  readonly position: number;
}

/** What a service said before it was killed: every command it sent, and what it was answered. */
export class Ledger {
  readonly #sent = new Map<string, Job>();
  readonly #answers = new Map<string, Answer>();
  /** Errors that say "try again", by text. */
  readonly unavailable = new Map<string, number>();
  /** Errors that nothing excuses. */
  readonly broken: string[] = [];

  get accepted(): readonly { readonly job: Job; readonly answer: Answer }[] {
    return [...this.#answers].flatMap(([commandId, answer]) => {
      const job = this.#sent.get(commandId);
      return job && answer.kind === 'accepted' ? [{ job, answer }] : [];
    });
  }

  note(message: Message): void {
    if (message.kind === 'broken') this.broken.push(message.error);
    if (message.kind === 'unavailable') {
      this.unavailable.set(message.error, (this.unavailable.get(message.error) ?? 0) + 1);
    }
    if (message.kind === 'sent') this.#sent.set(message.job.commandId, message.job);
    if (message.kind === 'answered') this.#answers.set(message.job.commandId, message.answer);
  }

  /** Sent and not answered: recorded or not, nobody knows. */
  unanswered(): readonly Job[] {
    return [...this.#sent.values()].filter(({ commandId }) => !this.#answers.has(commandId));
  }

  /** Every answer against the whole log. */
  async compare(store: EventStore): Promise<Findings> {
    const recorded = new Map<string, Place[]>();
    for await (const event of store.readAll({ after: 0 })) {
      const header = JSON.parse(event.header) as Header; // as it was written
      const { commandId, commandIndex: index, commandSize: size } = header;
      const key = `${event.stream} ${commandId}`;
      const { version, position } = event;
      recorded.set(key, [...(recorded.get(key) ?? []), { index, size, version, position }]);
    }
    const missing: string[] = [];
    const refusedYetRecorded: string[] = [];
    for (const [commandId, answer] of this.#answers) {
      const places = recorded.get(
        `episode-${this.#sent.get(commandId)?.episodeId ?? ''} ${commandId}`,
      );
      if (answer.kind === 'refused') {
        if (places) refusedYetRecorded.push(commandId);
        continue;
      }
      const last = places?.at(-1);
      const asAnswered =
        last?.version === answer.version &&
        last.position === answer.position &&
        last.size === answer.size;
      if (!asAnswered) missing.push(commandId);
    }
    const all = [...recorded];
    return {
      answered: this.#answers.size,
      missing,
      refusedYetRecorded,
      doubled: all.filter(([, places]) => twice(places)).map(([key]) => key),
      halves: all.filter(([, places]) => !whole(places)).map(([key]) => key),
    };
  }
}

function twice(places: readonly Place[]): boolean {
  return new Set(places.map(({ index }) => index)).size < places.length;
}

/** Events 0 to size − 1, one after another in their stream and in the log. */
function whole(places: readonly Place[]): boolean {
  const [first] = places;
  return (
    first !== undefined &&
    places.length === first.size &&
    places.every(
      ({ index, version, position }, n) =>
        index === n && version === first.version + n && position === first.position + n,
    )
  );
}
