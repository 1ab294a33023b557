import { Html, html } from './html.ts';
import { STYLE } from './style.ts';

/** How a server's pages look: its name, its colour, where its name leads. */
export interface Brand {
  name: string;
  /** What it stands in for, in a few words. */
  tagline: string;
  /** Hue of its colour in oklch, 0 to 360. */
  hue: number;
  links: { href: string; text: string }[];
}

/** A whole page. It needs no script and loads nothing. */
export function page(brand: Brand, title: string, content: Html): string {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${brand.name}</title>
<link rel="icon" href="${icon(brand)}">
<style>${new Html(`:root{--hue:${brand.hue}}${STYLE}`)}</style>
</head>
<body>
<header class="top">
<a class="brand" href="/"><span class="mark">${brand.name.charAt(0)}</span><b>${brand.name}</b> <small>${brand.tagline}</small></a>
<nav>${brand.links.map((link) => html`<a href="${link.href}">${link.text}</a>`)}</nav>
</header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return document.text;
}

/** A page that only says something. */
export function messagePage(brand: Brand, title: string, text: string): string {
  return page(brand, title, html`<section class="card"><p>${text}</p></section>`);
}

function icon({ name, hue }: Brand): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="oklch(0.47 0.13 ${hue})"/><text x="16" y="23" text-anchor="middle" font-family="sans-serif" font-weight="bold" font-size="20" fill="#fff">${name.charAt(0)}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
