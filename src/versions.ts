/** Negative when version `a` is older than `b`, positive when it is newer, 0 when they are the same: '0.9.0' < '0.10.0-beta' < '0.10.0'. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [parts(a), parts(b)];
  const difference = one.numbers.map((n, i) => n - (other.numbers[i] ?? 0)).find((d) => d !== 0);
  return difference ?? comparePreview(one.preview, other.preview);
}

function parts(version: string): { numbers: number[]; preview: string } {
  const [release = '', preview = ''] = version.split(/-(.*)/s);
  return { numbers: release.split('.').map(Number), preview };
}

// A preview comes before its release; previews are in the order of their numbers.
function comparePreview(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a.localeCompare(b, 'en', { numeric: true });
}
