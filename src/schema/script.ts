/** Whether a migration begins or ends transactions itself: when it fails, a part of it may have been kept. */
export function controlsTransactions(script: string): boolean {
  return /^\s*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT)\b[^;]*;/im.test(withoutBodies(script));
}

// The bodies of triggers (BEGIN … END) and of PostgreSQL's functions ($$ … $$) are no transactions.
function withoutBodies(script: string): string {
  return script
    .replace(/--.*$/gm, '')
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, '')
    .replace(/\bCREATE\s+(TEMP\s+|TEMPORARY\s+)?TRIGGER\b[\s\S]*?\bEND\s*;/gi, '');
}
