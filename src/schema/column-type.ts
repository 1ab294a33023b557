/** What a column holds: by Prisma's name, and by the database's where the schema says it. */
export interface ColumnType {
  type: string;
  /** "@db.VarChar(10)" as ["VarChar", ["10"]]. */
  native: readonly [name: string, sizes: readonly string[]] | null;
}

/** What a change of it is called: "String", or "VarChar(10)". */
export function nameOfType({ type, native }: ColumnType): string {
  if (!native) return type;
  const [name, sizes] = native;
  return sizes.length > 0 ? `${name}(${sizes.join(', ')})` : name;
}

/** Whether every value that fits the one type fits the other, and stays what it is. */
export function fits(one: ColumnType, other: ColumnType): boolean {
  const [from, to] = [stored(one), stored(other)];
  if (from.name === to.name)
    return to.sizes.every((size, at) => size >= (from.sizes[at] ?? 0)) && !isTighter(from, to);
  return (
    WIDER[from.name]?.includes(to.name) === true &&
    to.sizes.every((size, at) => size >= (from.sizes[at] ?? 0))
  );
}

interface Stored {
  name: string;
  sizes: number[];
}

// What Prisma makes of its own types on PostgreSQL, where the schema says nothing else.
const DEFAULTS: Record<string, Stored> = {
  String: { name: 'Text', sizes: [] },
  Int: { name: 'Integer', sizes: [] },
  BigInt: { name: 'BigInt', sizes: [] },
  Float: { name: 'DoublePrecision', sizes: [] },
  Decimal: { name: 'Decimal', sizes: [65, 30] },
  DateTime: { name: 'Timestamp', sizes: [3] },
};

const WIDER: Record<string, readonly string[]> = {
  Char: ['VarChar', 'Text'],
  VarChar: ['Text'],
  SmallInt: ['Integer', 'BigInt'],
  Integer: ['BigInt'],
  Real: ['DoublePrecision'],
};

function stored({ type, native }: ColumnType): Stored {
  if (native) return { name: native[0], sizes: native[1].map(Number) };
  return DEFAULTS[type] ?? { name: type, sizes: [] };
}

// More digits behind the point leave fewer before it, where the whole does not grow with them.
function isTighter({ name, sizes: [digits = 0, behind = 0] }: Stored, { sizes }: Stored): boolean {
  const [newDigits = 0, newBehind = 0] = sizes;
  return name === 'Decimal' && newDigits - newBehind < digits - behind;
}
