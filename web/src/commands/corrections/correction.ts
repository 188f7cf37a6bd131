import type { ReplacementInput } from '../../../generated/graphql';
import type { Values } from '../drafts';
import type { FormContext } from '../form-context';
import type { FormSpec } from '../form-spec';
import type { Said } from './said';

/** How an entry is corrected: by the form that it was recorded with. */
export interface Correction {
  readonly form: FormSpec;
  /** Which part of the input it becomes. */
  readonly kind: keyof ReplacementInput;
  /** What the form asked then: as the episode was before the entry. */
  readonly before?: (said: Said, context: FormContext) => FormContext;
  /** What was recorded, as the fields of the form have it. */
  readonly start: (said: Said, context: FormContext) => Values;
  /** Fields that are free texts, by the names that they have in the entry. */
  readonly words?: Readonly<Record<string, string>>;
  /** What the entry says beyond the fields of the form, and stays. */
  readonly rest?: (said: Said, values: Values, context: FormContext) => object;
  /** Whether when it happened may be corrected by a field of its own. */
  readonly hasMoment?: boolean;
}

/** The text of a number or code that may not be there. */
export function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}
