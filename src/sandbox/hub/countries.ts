let codes: Map<string, string> | undefined;

/** `France` → `FR` (connec-api §3); what is no country's English name stays as it is. */
export function countryCode(name: string): string {
  codes ??= readCodes();
  return codes.get(name.toLowerCase()) ?? name;
}

function readCodes(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const current = pairs.filter((code) => new Intl.Locale(`und-${code}`).region === code);
  return new Map(current.map((code) => [(names.of(code) ?? '').toLowerCase(), code]));
}
