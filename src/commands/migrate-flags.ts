/** The flags of `connector migrate`, as commander wants them, with what they do. */
export const migrateFlags: readonly (readonly [flag: string, description: string])[] = [
  ['--status', 'list the migrations: applied, pending, failed, edited since'],
  ['--name <title>', 'write a migration from the changed schema.prisma, apply it, generate the client'],
  ['--create-only', 'with --name: write the migration, do not apply it'],
  ['--accept-data-loss', 'do not ask when a migration drops tables, columns or values'],
  ['--applied <migration>', 'of a failed migration: its changes are all there, count it as applied'],
  ['--rolled-back <migration>', 'of a failed migration: its changes are all gone, apply it again'],
  ['--json', 'print the result as JSON'],
];
