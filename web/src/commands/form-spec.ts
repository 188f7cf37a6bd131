import type { TypedDocumentNode } from '@urql/core';
import type { Right } from '../../generated/graphql';
import type { Field } from './fields';
import type { Values } from './drafts';
import type { FormContext } from './form-context';
import type { CommandDocument } from './use-command';

/** What the shell of every form adds. */
type Common = 'episodeId' | 'commandId' | 'check' | 'occurredAt' | 'reason' | 'expectedVersion';

/** A form: which command it sends, what it asks for, and how an input is made of that. */
export interface FormSpec {
  /** Who has not this right does not see the form. */
  readonly right: Right;
  readonly document: CommandDocument<object>;
  /** Some fields depend on what stands in others. */
  readonly fields: (context: FormContext, values: Values) => readonly Field[];
  /** What stands in the fields at first. */
  readonly start: (context: FormContext) => Values;
  /** The input, without ids; throws nothing: what is wrong the service says by field. */
  readonly toInput: (values: Values, context: FormContext) => object;
  /** May it have happened at another time than now? Then the form asks when. */
  readonly hasOccurred: boolean;
  /** Does it decide on what was seen? Then what was recorded since the opening is shown first. */
  readonly restsOnSeen: boolean;
}

/** A form whose input is checked against that of its mutation. */
export function formOf<R, V extends { readonly input: object }>(spec: {
  readonly right: Right;
  readonly document: TypedDocumentNode<R, V>;
  readonly fields: (context: FormContext, values: Values) => readonly Field[];
  readonly start?: (context: FormContext) => Values;
  readonly toInput: (values: Values, context: FormContext) => Omit<NoInfer<V>['input'], Common>;
  readonly hasOccurred?: boolean;
  readonly restsOnSeen?: boolean;
}): FormSpec {
  return {
    hasOccurred: true,
    restsOnSeen: false,
    start: () => ({}),
    ...spec,
    // The shell adds the ids, and then it is an input of just this document.
    document: spec.document as unknown as CommandDocument<object>,
  };
}
