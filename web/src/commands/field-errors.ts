import { useEffect } from 'react';
import type { CommandState } from './use-command';

/** What the service says of a field stands at the field. */
export function useFieldErrors(
  state: CommandState,
  setErrors: (errors: Record<string, string>) => void,
): void {
  useEffect(() => {
    if (state.kind !== 'failed' || state.fields.length === 0) return;
    setErrors(Object.fromEntries(state.fields.map(({ name, message }) => [name, message])));
    // Once for each answer.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);
}
