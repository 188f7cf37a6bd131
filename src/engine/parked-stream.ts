/** A stream whose rows stay as they were before the event that could not be folded. */
export interface ParkedStream {
  readonly stream: string;
  readonly position: number;
  readonly error: string;
}
