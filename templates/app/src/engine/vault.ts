import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts what must not be read from the database alone: tokens and keys of external accounts, secrets of webhooks. */
export interface Vault {
  encrypt(text: string): string;
  /** @throws {Error} when the text was changed, or encrypted under a key that is not here any more. */
  decrypt(text: string): string;
  /** Whether the text was encrypted under the key that writes now. */
  isCurrent(text: string): boolean;
}

/** A key of 32 bytes in base64, and the id under which ciphertexts name it. */
export interface VaultKey {
  id: string;
  key: string;
}

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. A ciphertext reads `keyId.nonce.tag.data`, so that
 * old keys go on reading while the first key of the list writes. The key id is authenticated with the data.
 *
 * @throws {Error} when there is no key, or one is not 32 bytes.
 */
export function createVault(keys: readonly VaultKey[]): Vault {
  const byId = new Map(keys.map(({ id, key }) => [id, readKey(id, key)]));
  const writing = keys[0];
  if (!writing) throw new Error('the vault needs at least one key');

  return {
    isCurrent: (text) => text.startsWith(`${writing.id}.`),
    encrypt: (text) => encrypt(writing.id, byId.get(writing.id) as Buffer, text),
    decrypt(text) {
      const [, id = '', ...parts] = format.exec(text) ?? [];
      if (!id) throw new Error('the text is not one that a vault has encrypted');
      const key = byId.get(id);
      if (!key) throw new Error(`the text was encrypted under the key "${id}", which is not configured`);
      try {
        return decrypt(id, key, parts.map(readPart) as Parts);
      } catch (cause) {
        throw new Error(`the text was changed, or encrypted under another key than "${id}" is now`, {
          cause,
        });
      }
    },
  };
}

const format = /^([\w-]+)\.([\w-]+)\.([\w-]+)\.([\w-]*)$/;

function encrypt(id: string, key: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [id, ...[nonce, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.');
}

type Parts = [nonce: Buffer, tag: Buffer, data: Buffer];

function decrypt(id: string, key: Buffer, [nonce, tag, data]: Parts): string {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(id)).setAuthTag(tag);
  return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
}

/** Only as it was written: base64 lets many texts stand for the same bytes. */
function readPart(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new Error('not base64url');
  return bytes;
}

function readKey(id: string, key: string): Buffer {
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32 || !/^[\w-]+$/.test(id)) {
    throw new Error(`the encryption key "${id}" must be 32 bytes in base64, named with letters and digits`);
  }
  return bytes;
}
