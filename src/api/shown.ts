import { Field } from '@nestjs/graphql';

/** Fields of answers: the type, and what it says with its unit and who may see it. */
type FieldType = () => unknown;

export function Shown(type: FieldType, description: string): PropertyDecorator {
  // Nest types what a field may be by `any`; what comes here is a scalar, class, enum or list.
  return Field(type as () => StringConstructor, { description });
}

/** A field that may be null; the description says what that means. */
export function ShownOrNull(type: FieldType, description: string): PropertyDecorator {
  return Field(type as () => StringConstructor, { description, nullable: true }); // as above
}
