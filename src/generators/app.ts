import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { applyEdits, type Edit } from '../actions/edit.ts';
import { type Files, readTemplate } from '../actions/template.ts';
import { formatLedger, LEDGER, newLedger } from '../ledger.ts';
import { dnsNameOf, providerOf } from '../names.ts';
import { toolPackage, toolRoot, toolSpec, versions } from '../tool.ts';
import { BASE, packBase } from '../upgrade/base.ts';
import type { AppAnswers } from './app-questions.ts';
import { packageManagerOf } from './package-manager.ts';

// Database → the packages that only it needs, the address in development, and the folder laid over the template.
const databases: Record<
  string,
  { packages: string[]; typePackages?: string[]; url: (name: string) => string; overlay?: string }
> = {
  sqlite: { packages: ['@prisma/adapter-libsql'], url: () => 'file:./data/development.db' },
  postgresql: {
    packages: ['@bull-board/api', '@bull-board/fastify', '@prisma/adapter-pg', 'bullmq', 'ioredis', 'pg'],
    typePackages: ['@types/pg'],
    url: (name) => `postgresql://postgres:postgres@localhost:5432/${name}`,
    overlay: 'database-postgresql',
  },
};

/** Where a project is planned for, and what from. */
interface Source {
  /** The project's folder, when it is not called as the project is. */
  folder?: string;
  templates?: string;
  /** The version of the tool that has these templates. */
  version?: string;
}

/**
 * Everything a new project consists of, its ledger included. Nothing is written.
 *
 * @throws {Error} when a template is at fault.
 */
export async function planApp(answers: AppAnswers, source: Source = {}): Promise<Files> {
  const {
    folder = resolve(answers.name),
    templates = join(toolRoot, 'templates'),
    version = toolPackage.version,
  } = source;
  const data = templateData(answers, folder, version);
  const files = await readTemplate(join(templates, 'app'), data);
  const overlays = [databases[answers.database]?.overlay, packageManagerOf(answers.packageManager).overlay];
  for (const overlay of overlays.filter((name) => name !== undefined)) {
    const over = await readTemplate(join(templates, overlay), data);
    for (const [path, content] of over) files.set(path, content);
  }
  applyEdits(files, nameEdits(answers.external));
  const ledger = newLedger(version, ledgerAnswers(answers), files);
  files.set(BASE, packBase(files)).set(LEDGER, formatLedger(ledger));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Just the settings file of a project, with fresh secrets. */
export async function planSettings(answers: AppAnswers): Promise<string> {
  const files = await readTemplate(
    join(toolRoot, 'templates/app'),
    templateData(answers, resolve(answers.name), toolPackage.version),
  );
  return files.get('.env') as string;
}

function templateData(
  { name: path, external, database, packageManager }: AppAnswers,
  folder: string,
  toolVersion: string,
) {
  const name = basename(resolve(path));
  const databaseName = name.replace(/\W+/g, '_');
  const { packages, typePackages = [], url } = databases[database] as (typeof databases)[string];
  const spec = toolSpec();
  return {
    name,
    externalName: external,
    database,
    packages,
    typePackages,
    databaseName,
    dnsName: dnsNameOf(name),
    databaseUrl: url(databaseName),
    packageManager,
    ...packageManagerOf(packageManager),
    toolVersion,
    toolSpec: spec,
    deniedBuilds: DENIED,
    deniedScripts: deniedScripts(folder, spec),
    versions,
    sessionSecret: randomBytes(32).toString('base64url'),
    encryptionKey: randomBytes(32).toString('base64'),
    operatorPassword: randomBytes(24).toString('base64url'),
  };
}

// Packages whose install scripts need not run: they work without theirs.
const DENIED = ['@prisma/engines', 'esbuild', 'fsevents', 'msgpackr-extract'];

// A linked checkout of the tool would be built again at each install. npm names it by its path from node_modules.
function deniedScripts(folder: string, spec: string): string[] {
  const linked = spec.startsWith('file:') && existsSync(join(spec.slice(5), 'package.json'));
  const link = linked
    ? [`file:${relative(join(folder, 'node_modules'), spec.slice(5)).replaceAll('\\', '/')}`]
    : [];
  return [...DENIED, ...link];
}

function nameEdits(external: string): Edit[] {
  if (external === 'Acme') return [];
  const path = 'src/external.ts';
  return [
    { path, find: `readonly name = 'Acme';`, replace: `readonly name = ${quoted(external)};` },
    { path, find: `readonly provider = 'acme';`, replace: `readonly provider = '${providerOf(external)}';` },
  ];
}

function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

function ledgerAnswers({ name, external, database, packageManager }: AppAnswers): Record<string, string> {
  return { name: basename(resolve(name)), external, database, packageManager };
}
