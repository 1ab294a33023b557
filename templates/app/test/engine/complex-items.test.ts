import { afterEach, beforeEach, expect, test } from 'vitest';
import { ComplexEntity, type JsonObject, map, mapper, RecordError } from '../../src/engine/index.ts';
import { MemoryEntity } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/**
 * As Salesforce has it: an item is a product and its price, each a record of its own. The hub knows both under the
 * id of the product, and the price needs that id to be created (contract/real-connectors.md §1).
 */
class ProductPart extends MemoryEntity {
  readonly connecName = 'item';
  readonly externalName = 'Product2';
  readonly mapper = mapper([map('name', 'title'), map('code', 'code')], { name: 'product' });
}

class PricePart extends MemoryEntity {
  readonly connecName = 'item';
  readonly externalName = 'PricebookEntry';
  override sharedIdFromExternal = (record: JsonObject) => record.product_id as string;
  override readonly mapper = mapper([map('sale_price', 'unit_price')], {
    name: 'price',
    afterToExternal(_input, output, { siblings }) {
      const product = siblings.Product2?.externalId;
      if (!product) throw new RecordError('its product is not in the application yet');
      return { ...output, product_id: product };
    },
  });
}

class Item extends ComplexEntity {
  readonly parts = [new ProductPart(), new PricePart()] as never;
}

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Item()]);
});
afterEach(() => world.close());

test('a new item becomes a product, and then a price that knows its product (contract 96, 97, 100, 101)', async () => {
  world.hub.save('items', { name: 'Chair', code: 'C1', sale_price: 20 });
  await world.run();
  const [product] = world.application.list('Product2');
  expect(product).toMatchObject({ title: 'Chair', code: 'C1' });
  expect(world.application.list('PricebookEntry')).toMatchObject([
    { unit_price: 20, product_id: product?.id },
  ]);
  expect(world.application.writes.map(({ collection }) => collection)).toEqual([
    'Product2',
    'PricebookEntry',
  ]);
});

test('the hub learns the id of the product only, once (contract 189)', async () => {
  const item = world.hub.save('items', { name: 'Chair', sale_price: 20 });
  await world.run();
  const [product] = world.application.list('Product2');
  expect(world.hub.writes).toEqual([
    {
      method: 'put',
      resource: 'items',
      id: (item.id as JsonObject[])[0]?.id,
      record: { id: [{ id: product?.id, provider: 'memory', realm: 'memory-1' }] },
    },
  ]);
});

test('a product and its price become one item', async () => {
  const product = world.application.save('Product2', { title: 'Table', code: 'T1' });
  world.application.save('PricebookEntry', { unit_price: 90, product_id: product.id });
  await world.run();
  expect(world.hub.list('items')).toMatchObject([{ name: 'Table', code: 'T1', sale_price: 90 }]);
  expect(world.application.writes).toEqual([]);
});

test('a second run writes nothing, whichever side an item comes from', async () => {
  const product = world.application.save('Product2', { title: 'Table' });
  world.application.save('PricebookEntry', { unit_price: 90, product_id: product.id });
  world.hub.save('items', { name: 'Chair', sale_price: 20 });
  await world.run();
  world.clock.forward(10);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
});

test('a price that changes in the hub goes to the price alone, and back the same way', async () => {
  const item = world.hub.save('items', { name: 'Chair', sale_price: 20 });
  await world.run();
  world.clock.forward(3600);
  world.hub.save('items', { sale_price: 25 }, String((item.id as JsonObject[])[0]?.id));
  await world.run();
  expect(world.application.writes).toMatchObject([
    { collection: 'PricebookEntry', record: { unit_price: 25 } },
  ]);

  world.clock.forward(3600);
  const [price] = world.application.list('PricebookEntry');
  world.application.save('PricebookEntry', { unit_price: 30 }, String(price?.id));
  await world.run();
  expect(world.hub.writes).toMatchObject([{ record: { sale_price: 30 } }]);
  expect(world.hub.list('items')).toMatchObject([{ name: 'Chair', sale_price: 30 }]);
  expect(world.application.writes).toEqual([]);
});

test('a price that both sides changed is a conflict, though the hub does not know its id (contract 99)', async () => {
  const item = world.hub.save('items', { name: 'Chair', sale_price: 20 });
  await world.run();
  const [price] = world.application.list('PricebookEntry');
  world.clock.forward(3600);
  world.application.save('PricebookEntry', { unit_price: 30 }, String(price?.id));
  world.clock.forward(10);
  world.hub.save('items', { sale_price: 25 }, String((item.id as JsonObject[])[0]?.id));
  await world.run();
  expect(world.application.list('PricebookEntry')).toMatchObject([{ unit_price: 25 }]);
  expect(world.hub.list('items')).toMatchObject([{ sale_price: 25 }]);
});

test('a price waits with its reason while its product cannot be created, and follows it', async () => {
  world.hub.save('items', { name: 'Chair', sale_price: 20 });
  world.application.beforeWrite = (record) => {
    if (record.title) throw new RecordError('the product catalogue is closed');
  };
  await world.run();
  expect(await world.database.idMap.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { externalEntity: 'product2', message: 'Memory: the product catalogue is closed' },
    {
      externalEntity: 'pricebookentry',
      message: expect.stringContaining('its product is not in the application yet'),
    },
  ]);
  world.application.beforeWrite = () => {};
  world.clock.forward(3600);
  await world.run();
  expect(world.application.list('PricebookEntry')).toHaveLength(1);
  expect(world.application.list('Product2')).toHaveLength(1);
});

test('both id maps are of the same hub record, each with its own id (contract 90)', async () => {
  const product = world.application.save('Product2', { title: 'Table' });
  const price = world.application.save('PricebookEntry', { unit_price: 90, product_id: product.id });
  await world.run();
  const [first, second] = await world.database.idMap.findMany({ orderBy: { id: 'asc' } });
  expect(first).toMatchObject({ externalEntity: 'product2', externalId: product.id });
  expect(second).toMatchObject({ externalEntity: 'pricebookentry', externalId: price.id });
  expect(first?.connecId).toBe(second?.connecId);
});
