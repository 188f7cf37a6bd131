import { errorText } from '../platform/startup-error';

/** A stream whose rows stay as they were before the event that could not be folded. */
export interface ParkedStream {
  readonly stream: string;
  readonly position: number;
  readonly error: string;
}

export function parkedAt(
  { stream, position }: { readonly stream: string; readonly position: number },
  error: unknown,
): ParkedStream {
  return { stream, position, error: errorText(error) };
}
