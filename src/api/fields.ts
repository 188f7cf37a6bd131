import { applyDecorators } from '@nestjs/common';
import { Field, Float, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import type { GraphQLScalarType } from 'graphql';
import { areClearLines, isClear } from '../domain/schemas';
import type { EnumObject } from './enums';
import { DateTime, Icd10Code, LocalDay, Position, Uuid } from './scalars';

/**
 * Input fields: what GraphQL shows and what is checked, declared at once. Every text and list is
 * bounded; an optional field may be absent or null.
 */
export const TEXT_LENGTH_MAX = 10_000;
export const CODE_LENGTH_MAX = 80;
export const LIST_LENGTH_MAX = 200;

type InputClass = new () => object;

interface FieldOptions {
  readonly optional?: boolean;
}
interface TextOptions extends FieldOptions {
  /** Kept in clear data: one line, or several, without control characters. */
  readonly clear?: 'line' | 'lines';
  readonly min?: number;
  readonly max?: number;
}
interface ListOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
}
interface NumberOptions extends FieldOptions {
  readonly min: number;
  readonly max: number;
}

/** Free text, up to 10,000 characters unless said otherwise. */
export function TextField(description: string, options: TextOptions = {}): PropertyDecorator {
  const { min = 0, max = TEXT_LENGTH_MAX, clear } = options;
  const rules = [IsString(), MinLength(min), MaxLength(max), ...(clear ? [IsClear(clear)] : [])];
  return field(() => String, description, options, rules);
}

/** A short code, never empty. */
export function CodeField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return TextField(description, { ...options, min: 1, max: CODE_LENGTH_MAX, clear: 'line' });
}

export function IdField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return scalarField(Uuid, description, options);
}

export function MomentField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return scalarField(DateTime, description, options);
}

export function DayField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return scalarField(LocalDay, description, options);
}

/** A place in the log; the scalar makes a number of it. */
export function PositionField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(() => Position, description, options, [IsInt(), Min(0)]);
}

export function Icd10Field(description: string, options: FieldOptions = {}): PropertyDecorator {
  return scalarField(Icd10Code, description, options);
}

export function FlagField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(() => Boolean, description, options, [IsBoolean()]);
}

/** A whole number from `min` to `max`. */
export function WholeField(description: string, options: NumberOptions): PropertyDecorator {
  const { min, max } = options;
  return field(() => Int, description, options, [IsInt(), Min(min), Max(max)]);
}

/** A finite number; what is right for it, the instrument says. */
export function NumberField(description: string, options: NumberOptions): PropertyDecorator {
  const { min, max } = options;
  return field(() => Float, description, options, [IsNumber(), Min(min), Max(max)]);
}

export function EnumField(
  type: EnumObject,
  description: string,
  options: FieldOptions = {},
): PropertyDecorator {
  return field(() => type, description, options, [IsIn(Object.keys(type))]);
}

/** An input object. */
export function ObjectField(
  type: () => InputClass,
  description: string,
  options: FieldOptions = {},
): PropertyDecorator {
  return field(type, description, options, [IsObject(), ValidateNested(), Type(type)]);
}

/** An input object of which exactly one key must be given (`@oneOf`). */
export function OneOfField(
  type: () => InputClass,
  description: string,
  options: FieldOptions = {},
): PropertyDecorator {
  return field(type, description, options, [
    IsObject(),
    HasExactlyOneKey(),
    ValidateNested(),
    Type(type),
  ]);
}

/** Input objects, up to 200. */
export function ObjectsField(
  type: () => InputClass,
  description: string,
  options: ListOptions = {},
): PropertyDecorator {
  const nested = [ValidateNested({ each: true }), Type(type)];
  return field(() => [type()], description, options, [...listRules(options), ...nested]);
}

/** Whole numbers, each from `min` to `max`, up to 200. */
export function WholesField(
  description: string,
  { min, max, ...options }: NumberOptions,
): PropertyDecorator {
  const each = [IsInt({ each: true }), Min(min, { each: true }), Max(max, { each: true })];
  return field(() => [Int], description, options, [...listRules({ min: 1 }), ...each]);
}

export function CodesField(description: string, options: ListOptions = {}): PropertyDecorator {
  const each = [IsString({ each: true }), MinLength(1, { each: true })];
  const bounds = [MaxLength(CODE_LENGTH_MAX, { each: true }), IsClear('line')];
  return field(() => [String], description, options, [...listRules(options), ...each, ...bounds]);
}

export function IdsField(description: string, options: ListOptions = {}): PropertyDecorator {
  const rules = [...listRules(options), IsString({ each: true })];
  return field(() => [Uuid], description, options, rules);
}

export function EnumsField(
  type: EnumObject,
  description: string,
  options: ListOptions = {},
): PropertyDecorator {
  const rules = [...listRules(options), IsIn(Object.keys(type), { each: true })];
  return field(() => [type], description, options, rules);
}

function listRules({ min = 0, max = LIST_LENGTH_MAX }: ListOptions): PropertyDecorator[] {
  return [IsArray(), ArrayMinSize(min), ArrayMaxSize(max)];
}

/** Of a text, or of each text of a list: what the storage schemas ask of clear data. */
function IsClear(lines: 'line' | 'lines'): PropertyDecorator {
  const isRight = lines === 'line' ? isClear : areClearLines;
  const isTextRight = (text: unknown) => typeof text !== 'string' || isRight(text);
  return (target, property) => {
    registerDecorator({
      name: 'isClear',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) =>
          Array.isArray(value) ? value.every(isTextRight) : isTextRight(value),
        defaultMessage: () => `${String(property)} has control characters or half a character`,
      },
    });
  };
}

/** The scalar has parsed it already; the rule is for what may come past GraphQL. */
function scalarField(
  type: GraphQLScalarType,
  description: string,
  options: FieldOptions,
): PropertyDecorator {
  return field(() => type, description, options, [IsString(), MaxLength(CODE_LENGTH_MAX)]);
}

function field(
  type: () => unknown,
  description: string,
  { optional = false }: FieldOptions,
  rules: readonly PropertyDecorator[],
): PropertyDecorator {
  // Nest types what a field may be by `any`; what comes here is a scalar, class, enum or list.
  const shown = Field(type as () => StringConstructor, { description, nullable: optional });
  return applyDecorators(shown, ...(optional ? [IsOptional()] : []), ...rules);
}

/**
 * The rule of `@oneOf`, asked again: the request that compiles a query for the first time passes
 * its variables unchecked by graphql-js.
 */
function HasExactlyOneKey(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'hasExactlyOneKey',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => givenKeys(value) === 1,
        defaultMessage: () => `${String(property)} must have exactly one of its fields`,
      },
    });
  };
}

function givenKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).filter((each) => each !== undefined && each !== null).length;
}
