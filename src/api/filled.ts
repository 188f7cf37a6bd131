import type { Plain } from './plain';

/** An object of a GraphQL class with its fields: unions tell their members by class. */
export function filled<T extends object>(type: new () => T, fields: Plain<T>): T {
  return Object.assign(new type(), fields);
}
