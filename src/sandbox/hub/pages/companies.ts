import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import { HUB_BRAND } from '../brand.ts';
import type { Group, World } from '../world.ts';

/** Every company and what it has. */
export function companiesPage(world: World): string {
  return page(
    HUB_BRAND,
    'Companies',
    html`<p class="soft">A company is listed once for each application it uses; its records are the same for all of them.</p>
<div class="grid">${companyCards(world, world.groups)}</div>`,
  );
}

export function companyCards(world: World, groups: Group[]): Html[] {
  return groups.map((group) => companyCard(world, group));
}

function companyCard(world: World, group: Group): Html {
  const app = world.apps.find((one) => one.id === group.app);
  const members = world.users.filter((user) => user.groups.includes(group.uid));
  return html`<section class="card"><h2>${group.name}</h2>
<p class="soft">with ${app?.name} · <code>${group.uid}</code> <code>${group.channel}</code></p>
<p>${resourceLinks(world, group)}</p>
${members.length > 0 && html`<p class="soft">${members.map((user) => `${user.name} ${user.surname} (${user.role})`).join(', ')}</p>`}
</section>`;
}

function resourceLinks(world: World, group: Group): Html {
  const collections = [...(world.store.get(group.channel)?.values() ?? [])].filter(
    ({ records }) => records.size > 0,
  );
  if (collections.length === 0) return html`<span class="soft">no records yet</span>`;
  return html`${collections.map(
    ({ resource, records }) =>
      html`<a href="/records/${group.uid}/${resource}">${resource}</a> <span class="soft">${records.size}</span> &nbsp; `,
  )}`;
}
