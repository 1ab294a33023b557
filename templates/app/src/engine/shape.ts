import { isObject, type JsonObject, type JsonValue } from './record.ts';

/**
 * The fields of a record, without what they say: 1 is a value, 2 a number. A list has a shape for each item, or one
 * for all of them where they are alike.
 */
export type Shape = 1 | 2 | readonly Shape[] | { readonly [key: string]: Shape };

export function shapeOf(value: JsonValue): Shape {
  if (Array.isArray(value)) return shapeOfList(value);
  if (!isObject(value)) return typeof value === 'number' ? 2 : 1;
  const shape: Record<string, Shape> = {};
  for (const key of Object.keys(value)) shape[key] = shapeOf(value[key]);
  return shape;
}

function shapeOfList(list: readonly JsonValue[]): Shape {
  const [first, ...others] = list;
  if (first === undefined) return [];
  const shape = shapeOf(first);
  return others.every((item) => isOfShape(item, shape)) ? [shape] : list.map(shapeOf);
}

/** Whether this is its shape. Nothing is made to tell. */
export function isOfShape(value: JsonValue, shape: Shape): boolean {
  if (Array.isArray(value)) {
    if (!isList(shape) || (shape.length === 1 ? value.length === 0 : shape.length !== value.length))
      return false;
    return value.every((item, i) => isOfShape(item, itemOf(shape, i)));
  }
  if (!isObject(value)) return shape === (typeof value === 'number' ? 2 : 1);
  if (typeof shape !== 'object' || isList(shape)) return false;
  let fields = 0;
  for (const key in value) {
    const field = shape[key];
    if (field === undefined || !isOfShape(value[key], field)) return false;
    fields += 1;
  }
  return fields === Object.keys(shape).length;
}

/**
 * Of a record only these fields. APIs do not agree on whether a number, or an id, is text: here it is what the shape
 * says. What is not of that shape at all is given as it is.
 */
export function pick(value: JsonValue, shape: Shape): JsonValue {
  if (typeof shape !== 'object') return scalar(value, shape);
  if (isList(shape)) {
    if (!Array.isArray(value) || shape.length === 0) return value;
    return value.map((item, i) => pick(item, itemOf(shape, i)));
  }
  if (!isObject(value)) return value;
  const picked: JsonObject = {};
  for (const key of Object.keys(shape)) picked[key] = pick(value[key], shape[key] as Shape);
  return picked;
}

function scalar(value: JsonValue, shape: 1 | 2): JsonValue {
  if (shape === 1) return typeof value === 'number' ? String(value) : value;
  return typeof value === 'string' && String(Number(value)) === value ? Number(value) : value;
}

/** The last one counts for what follows. */
const itemOf = (shapes: readonly Shape[], i: number) => shapes[Math.min(i, shapes.length - 1)] ?? 1;

/** `Array.isArray` alone does not tell a list that cannot be written to. */
const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);
