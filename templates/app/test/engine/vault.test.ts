import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVault } from '../../src/engine/vault.ts';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') });
const vault = createVault([key('now', 1)]);

describe('a vault', () => {
  test('reads what it has written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(vault.decrypt(vault.encrypt(text))).toBe(text);
      }),
      { examples: [[''], ['été 🙂 \0\n'], ['x'.repeat(10_000)]] },
    );
  });

  test('writes the same text differently each time, and never in clear', () => {
    const texts = Array.from({ length: 20 }, () => vault.encrypt('a token'));
    expect(new Set(texts).size).toBe(20);
    expect(texts.join()).not.toContain('token');
    expect(texts.join()).not.toContain(Buffer.from('a token').toString('base64url'));
  });

  test('refuses a text of which any one character was changed', () => {
    const text = vault.encrypt('a token');
    for (let i = 0; i < text.length; i += 1) {
      for (const other of ['A', 'B', 'w', '_', '.', '=', ' ', '']) {
        if (text[i] === other) continue;
        expect(() => vault.decrypt(text.slice(0, i) + other + text.slice(i + 1))).toThrow(/^the text/);
      }
    }
  });

  test('refuses a text that was made longer or shorter', () => {
    const text = vault.encrypt('a token');
    for (const changed of [
      `${text}A`,
      `${text}.A`,
      `${text}\n`,
      ` ${text}`,
      text.slice(0, -1),
      text.slice(1),
    ]) {
      expect(() => vault.decrypt(changed)).toThrow(/^the text/);
    }
  });

  test('does not read a text under the name of another key', () => {
    const two = createVault([key('now', 1), key('same', 1)]);
    const text = two.encrypt('a token');
    expect(() => two.decrypt(text.replace(/^now/, 'same'))).toThrow('the text was changed');
  });

  test('says nothing of a text that it never encrypted', () => {
    for (const plain of ['', 'secret', 'a.b', 'head.claims.signature']) {
      expect(() => vault.decrypt(plain)).toThrow(/^the text is not one that a vault has encrypted$/);
    }
  });
});

describe('keys', () => {
  test('the first writes, and the older ones go on reading', () => {
    const old = createVault([key('old', 2)]).encrypt('a token');
    const rotated = createVault([key('now', 1), key('old', 2)]);
    expect(rotated.decrypt(old)).toBe('a token');
    expect(rotated.encrypt('a token')).toMatch(/^now\./);
  });

  test('one that is gone is named', () => {
    const old = createVault([key('old', 2)]).encrypt('a token');
    expect(() => vault.decrypt(old)).toThrow('encrypted under the key "old", which is not configured');
  });

  test('one that has become another is told', () => {
    const old = createVault([key('now', 2)]).encrypt('a token');
    expect(() => vault.decrypt(old)).toThrow('encrypted under another key than "now" is now');
  });

  test.each([
    [
      { id: 'short', key: Buffer.alloc(16).toString('base64') },
      'the encryption key "short" must be 32 bytes',
    ],
    [{ id: 'a.b', key: key('', 1).key }, 'named with letters and digits'],
    [{ id: '', key: key('', 1).key }, 'named with letters and digits'],
  ])('%j is refused, and the message never shows a key', (wrong, message) => {
    expect(() => createVault([wrong])).toThrow(message);
    expect(() => createVault([wrong])).not.toThrow(wrong.key);
  });

  test('there must be one', () => {
    expect(() => createVault([])).toThrow('the vault needs at least one key');
  });
});
