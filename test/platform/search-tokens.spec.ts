import { randomBytes } from 'node:crypto';
import { numberToken, queryTokens, searchTokens } from '../../src/platform/search-tokens';

describe('search tokens', () => {
  const key = randomBytes(32);
  const person = { name: 'Jörg Ångström-Müller', birthDate: '1980-02-29', number: 'N 17' };
  const tokens = searchTokens(key, person);
  const found = (text: string) => queryTokens(key, text).every((token) => tokens.includes(token));

  it('are 96 bits of base64url, each once, in order', () => {
    for (const token of tokens) expect(token).toMatch(/^[\w-]{16}$/);
    expect(tokens).toEqual([...new Set(tokens)].sort());
  });

  it('find a person by beginnings of words, whatever case and accents', () => {
    for (const text of ['jor', 'JÖRG', 'angst', 'Ångström', 'muller', 'mü jö', 'ang 1980-02-29']) {
      expect([text, found(text)]).toEqual([text, true]);
    }
    for (const text of ['org', 'meier', 'jörg meier', '1980-03-01', 'ångstroem']) {
      expect([text, found(text)]).toEqual([text, false]);
    }
  });

  it('find nobody by a single letter', () => {
    expect(queryTokens(key, 'j')).toEqual([]);
    expect(queryTokens(key, ' ')).toEqual([]);
  });

  it('find a number, whatever its spaces and case', () => {
    expect(tokens).toContain(numberToken(key, 'n17'));
    expect(tokens).not.toContain(numberToken(key, 'n18'));
  });

  it('say nothing without the key', () => {
    const others = searchTokens(randomBytes(32), person);
    expect(others.filter((token) => tokens.includes(token))).toEqual([]);
  });
});
