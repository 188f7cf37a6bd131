import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { badInput, type FieldProblem } from './errors';

/** Checks every input by the rules of its class; throws `BAD_USER_INPUT` with each field's. */
export function inputPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    // The schema refuses what it does not know; this is for what may come past it.
    whitelist: true,
    forbidNonWhitelisted: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => badInput(problems(errors, 'input')),
  });
}

/** Nested errors as a list of paths and rules. */
function problems(errors: readonly ValidationError[], within: string): FieldProblem[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = `${within}.${property}`;
    const own = Object.entries(constraints).map(([rule, message]) => ({ path, rule, message }));
    return [...own, ...problems(children, path)];
  });
}
