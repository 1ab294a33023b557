import { isObject, type JsonObject, type JsonValue } from './record.ts';

/** The fields of a record, without what they say: 1 is a value; a list has at most one shape, that of all its items. */
export type Shape = 1 | readonly Shape[] | { readonly [key: string]: Shape };

export function shapeOf(value: JsonValue): Shape {
  if (Array.isArray(value)) return value.length === 0 ? [] : [value.map(shapeOf).reduce(merge)];
  if (!isObject(value)) return 1;
  const shape: Record<string, Shape> = {};
  for (const key of Object.keys(value)) shape[key] = shapeOf(value[key]);
  return shape;
}

/** Whether this is its shape. Nothing is made to tell; where the items of a list differ it may not be found. */
export function isOfShape(value: JsonValue, shape: Shape): boolean {
  if (Array.isArray(value))
    return (
      isList(shape) &&
      shape.length === Math.min(value.length, 1) &&
      value.every((one) => isOfShape(one, shape[0] as Shape))
    );
  if (!isObject(value)) return shape === 1;
  if (shape === 1 || isList(shape)) return false;
  let fields = 0;
  for (const key in value) {
    const field = shape[key];
    if (field === undefined || !isOfShape(value[key], field)) return false;
    fields += 1;
  }
  return fields === Object.keys(shape).length;
}

/** Of a record only these fields. What is not of that shape at all is given as it is. */
export function pick(value: JsonValue, shape: Shape): JsonValue {
  if (shape === 1) return value;
  if (isList(shape)) {
    const [item] = shape;
    return item !== undefined && Array.isArray(value) ? value.map((one) => pick(one, item)) : value;
  }
  if (!isObject(value)) return value;
  const picked: JsonObject = {};
  for (const key of Object.keys(shape)) picked[key] = pick(value[key], shape[key] as Shape);
  return picked;
}

/** Of two items of a list, so that all of either is picked. What one of them has fields for is picked by those. */
function merge(one: Shape, other: Shape): Shape {
  if (one === 1 || other === 1) return one === 1 ? other : one;
  if (isList(one)) return isList(other) ? mergeLists(one, other) : other;
  if (isList(other)) return one;
  const merged: Record<string, Shape> = { ...one };
  for (const [key, shape] of Object.entries(other)) {
    const known = merged[key];
    merged[key] = known === undefined ? shape : merge(known, shape);
  }
  return merged;
}

function mergeLists([one]: readonly Shape[], [other]: readonly Shape[]): Shape {
  const shapes = [one, other].filter((shape) => shape !== undefined);
  return shapes.length === 0 ? [] : [shapes.reduce(merge)];
}

/** `Array.isArray` alone does not tell a list that cannot be written to. */
const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);
