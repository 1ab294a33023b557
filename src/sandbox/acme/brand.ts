import type { Brand } from '../page.ts';

export const ACME_BRAND: Brand = {
  name: 'Acme',
  tagline: 'a demo application',
  hue: 180,
  links: [
    { href: '/north/accounts', text: 'Acme North' },
    { href: '/south/accounts', text: 'Acme South' },
  ],
};
