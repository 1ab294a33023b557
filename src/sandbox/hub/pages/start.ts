import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import { HUB_BRAND } from '../brand.ts';
import type { Marketplace } from '../platform.ts';
import type { World } from '../world.ts';
import { companyCards } from './companies.ts';

/** The first page: where everything is. */
export function startPage(world: World, marketplace: Marketplace): string {
  const customers = world.groups.filter((group) => group.app === marketplace.api.id);
  return page(
    HUB_BRAND,
    'The hub on your desk',
    html`<p class="soft">It stands in for the real hub while you build your connector: companies, their records, sign-on,
notifications. Nothing you do here leaves this machine.</p>
<div class="grid">${connectorCard(marketplace)}${apiCard(marketplace)}</div>
<h2>Companies</h2>
<div class="grid">${companyCards(world, customers)}</div>`,
  );
}

function connectorCard({ app, sso }: Marketplace): Html {
  if (!app.host)
    return html`<section class="card"><h2>Your connector</h2><p>It has not told the hub where it is yet.</p></section>`;
  return html`<section class="card"><h2>Your connector</h2>
<p>It runs at <a href="${app.host}">${app.host}</a>. Customers reach it from the hub:</p>
<div class="actions"><a class="button" href="${app.host}${sso.init_path}">Open it as a customer</a>
<a class="button quiet" href="/sign-in">How to sign in</a></div></section>`;
}

function apiCard({ connec, api }: Marketplace): Html {
  return html`<section class="card"><h2>Connec! API v2</h2>
<pre tabindex="0">curl -u ${api.id}:${api.key} \\
  -H 'CONNEC-EXTERNAL-IDS: true' \\
  '${connec.host}${connec.base_path}/cld-fern/people?$top=1'</pre></section>`;
}
