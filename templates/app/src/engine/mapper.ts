import type { MappingContext } from './context.ts';
import type { JsonObject } from './record.ts';

export interface Mapper {
  toExternal(record: JsonObject, context: MappingContext): JsonObject;
  toConnec(record: JsonObject, context: MappingContext): JsonObject;
}
