import { html } from '../../html.ts';
import { page } from '../../page.ts';
import { HUB_BRAND } from '../brand.ts';
import type { Marketplace } from '../platform.ts';
import type { World } from '../world.ts';

/** Who can sign in, and where it begins. */
export function howToSignInPage(world: World, { app, sso }: Marketplace): string {
  const address = `${app.host}${sso.init_path}`;
  return page(
    HUB_BRAND,
    'How to sign in',
    html`<section class="card"><p>Sign-on begins at the connector, which sends you here and gets you back:</p>
<p>${app.host ? html`<a href="${address}">${address}</a>` : html`<span class="soft">the connector has not told the hub where it is yet</span>`}</p>
<p>Choose a person and a company. There are no passwords.</p></section>
<section class="card"><table>
<thead><tr><th>Person</th><th>E-mail</th><th>Role</th><th>Companies</th></tr></thead>
<tbody>${world.users.map(
      (user) => html`<tr><td>${user.name} ${user.surname}</td><td>${user.email}</td>
<td><span class="tag">${user.role}</span></td><td>${companyNames(world, user.groups)}</td></tr>`,
    )}</tbody></table></section>
<p class="soft">Admins may change a connector's settings, members may only look.</p>`,
  );
}

function companyNames(world: World, uids: string[]): string {
  return world.groups
    .filter((group) => uids.includes(group.uid))
    .map((group) => group.name)
    .join(', ');
}
