import type { UseFormReturnType } from '@mantine/form';
import type { ComponentType } from 'react';
import type { FormContext } from './form-context';
import type { Values } from './drafts';

/** What can be chosen, and how it reads. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

interface Named {
  /** As in the input of the command, so that what the service says of it finds its place. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required?: boolean | undefined;
}

/** The form that a part of it writes to. */
export type Form = UseFormReturnType<Record<string, unknown>>;

/** A part of a form that is more than one field. */
export type PartComponent = ComponentType<{ readonly form: Form; readonly context: FormContext }>;

/** What a form asks for, in its order. Values are texts, lists of texts, or yes and no. */
export type Field =
  | (Named & { readonly kind: 'text' | 'area' | 'day' | 'moment'; readonly max?: number })
  | (Named & {
      readonly kind: 'number';
      readonly min?: number | undefined;
      readonly max?: number | undefined;
      /** Behind the number, such as `%`. */
      readonly unit?: string | undefined;
      readonly isWhole?: boolean;
    })
  | (Named & { readonly kind: 'choice'; readonly options: readonly Option[] })
  | (Named & { readonly kind: 'choices'; readonly options: readonly Option[] })
  | (Named & { readonly kind: 'check' })
  | PartField;

/** A part of a form, and what it still needs: messages by the path of the value. */
export interface PartField {
  readonly kind: 'part';
  readonly name: string;
  readonly Part: PartComponent;
  readonly missing?: (values: Values, context: FormContext) => Readonly<Record<string, string>>;
}

/** The text of a field; undefined: nothing was written. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** The number of a field; undefined: nothing was written. */
export function numberOf(values: Values, name: string): number | undefined {
  const value = values[name];
  if (typeof value === 'number') return value;
  const text = textOf(values, name);
  return text === undefined ? undefined : Number(text);
}

/** What was ticked. */
export function listOf(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === 'string')
    : [];
}

export function isTicked(values: Values, name: string): boolean {
  return values[name] === true;
}
