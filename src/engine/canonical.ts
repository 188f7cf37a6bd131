/**
 * JSON with sorted keys and without absent ones: two inputs with the same content are the same
 * text. (RFC 8785 in what matters here: values come from GraphQL variables.)
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.entries(part)
        .filter(([, each]) => each !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}
