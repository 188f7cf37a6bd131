import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { badInput, type FieldProblem } from './errors';

/**
 * The rules of a class are declared when its file is loaded, and do not change. class-validator
 * gathers them anew for each value, from those of all classes: half of what checking costs.
 */
function rememberRules(): void {
  const storage = getMetadataStorage();
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const group = storage.groupByPropertyName.bind(storage);
  const known = new WeakMap<object, ReturnType<typeof find>>();
  const grouped = new WeakMap<object, ReturnType<typeof group>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    const plain = !schema && !always && !strictGroups && groups === undefined;
    if (!plain) return find(target, schema, always, strictGroups, groups);
    const rules = known.get(target) ?? find(target, schema, always, strictGroups, groups);
    known.set(target, rules);
    return rules;
  };
  storage.groupByPropertyName = (rules) => {
    const fields = grouped.get(rules) ?? group(rules);
    grouped.set(rules, fields);
    return fields;
  };
}

rememberRules();

/** What the rules of an input's class say, before it is known which argument it is. */
class Unacceptable extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('an argument is not acceptable');
  }
}

/** Checks every argument by the rules of its class; throws `BAD_USER_INPUT` with each field's. */
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      // The schema refuses what it does not know; this is for what may come past it.
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new Unacceptable(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      // Nest's own answer may be of any type, and so is an argument.
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (error instanceof Unacceptable) throw badInput(problems(error.errors, metadata.data));
      throw error;
    }
  }
}

/** Nested errors as a list of paths and rules; `within` is the argument or field they are in. */
function problems(errors: readonly ValidationError[], within: string | undefined): FieldProblem[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = within === undefined ? property : `${within}.${property}`;
    const own = Object.entries(constraints).map(([rule, message]) => ({ path, rule, message }));
    return [...own, ...problems(children, path)];
  });
}
