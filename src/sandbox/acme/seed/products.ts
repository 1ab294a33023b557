/** What Acme North sells. */
export const NORTH_PRODUCTS = [
  { code: 'ESP-250', name: 'Espresso, 250 g', description: 'Dark roast', price: 7.5 },
  { code: 'FLT-250', name: 'Filter coffee, 250 g', description: 'Light roast', price: 8.25 },
  { code: 'GRD-01', name: 'Hand grinder', description: 'Steel burrs', price: 64 },
  { code: 'TRN-01', name: 'Barista training, half a day', price: 180 },
  { code: 'CUP-04', name: 'Cups, set of 4 ☕', description: 'Stoneware, 180 ml', price: 39.9 },
];
