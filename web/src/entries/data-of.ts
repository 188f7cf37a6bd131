/** Fields of the clear data of an entry, by name; what is not of that kind is not there. */
export interface DataOf {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  /** Texts of a list. */
  texts(name: string): readonly string[];
  /** An object within. */
  part(name: string): DataOf;
  /** Objects of a list. */
  parts(name: string): readonly DataOf[];
}

/** Reads the data of an entry, whose shape its type says and no compiler knows. */
export function dataOf(value: unknown): DataOf {
  const fields = new Map<string, unknown>(isObject(value) ? Object.entries(value) : []);
  const list = (name: string): readonly unknown[] => {
    const found = fields.get(name);
    return Array.isArray(found) ? found : [];
  };
  return {
    text: (name) => {
      const found = fields.get(name);
      return typeof found === 'string' ? found : undefined;
    },
    number: (name) => {
      const found = fields.get(name);
      return typeof found === 'number' ? found : undefined;
    },
    texts: (name) => list(name).filter((each): each is string => typeof each === 'string'),
    part: (name) => dataOf(fields.get(name)),
    parts: (name) => list(name).map(dataOf),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
