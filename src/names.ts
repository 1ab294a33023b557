import { builtinModules } from 'node:module';

const RESERVED = new Set(['node_modules', 'favicon.ico', 'create-connector', 'connector', ...builtinModules]);
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** Why `name` cannot be a project's name, or undefined when it can. Rows: npm's rules for package names, and the device names of Windows. */
export function whyNotProjectName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > 100) return 'it is longer than 100 characters';
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) {
    return 'it may only hold lower-case letters, digits, "-", "_" and ".", and starts with a letter or digit';
  }
  if (RESERVED.has(name) || WINDOWS_DEVICES.test(name))
    return 'the name is taken by npm, Node or the operating system';
  return undefined;
}

/** The nearest valid project name, for a suggestion: 'My App!' → 'my-app'. Empty when nothing is left of it. */
export function suggestProjectName(name: string): string {
  const suggestion = plain(name)
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return whyNotProjectName(suggestion) ? '' : suggestion;
}

/**
 * A project's name as Kubernetes takes it for a Service (RFC 1035), and Linux for a user: 'My_app.2' → 'my-app-2'. It leaves
 * room for what is put behind it.
 */
export function dnsNameOf(projectName: string): string {
  const name = projectName.replace(/[^a-z0-9]+/g, '-').replace(/^(?=\d)/, 'c-');
  return name.slice(0, 30).replace(/-$/, '');
}

/** Why `name` cannot name an external application, or undefined when it can. It stands in code, pages and documents. */
export function whyNotExternalName(name: string): string | undefined {
  if (/^[\p{L}\p{N}][\p{L}\p{M}\p{N} .&'()+-]{0,39}$/u.test(name)) return undefined;
  return "it takes 1 to 40 letters, digits, spaces and . & ' ( ) + -, and starts with a letter or digit";
}

/** The name of an external application as an identifier in the database and in addresses: 'Zoho CRM' → 'zoho-crm'. */
export function providerOf(externalName: string): string {
  return (
    plain(externalName)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'external'
  );
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
