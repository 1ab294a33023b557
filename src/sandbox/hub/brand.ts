import type { Brand } from '../page.ts';

export const HUB_BRAND: Brand = {
  name: 'Sandbox hub',
  tagline: 'speaks Connec! v2',
  hue: 285,
  links: [
    { href: '/companies', text: 'Companies' },
    { href: '/sign-in', text: 'How to sign in' },
  ],
};
