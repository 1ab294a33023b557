import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import { HUB_BRAND } from '../brand.ts';
import type { App, Group, User, World } from '../world.ts';

/** Who may sign in to what, and what is carried along. */
export interface Choice {
  app: App;
  samlRequest: string;
  users: User[];
  /** The company the application asked for. */
  asked?: string | undefined;
}

/** The page on which one chooses a person and one of their companies (sso §2). */
export function signInPage(world: World, choice: Choice): string {
  return page(
    HUB_BRAND,
    `Sign in to ${choice.app.name}`,
    html`<p class="soft">Choose who you are. Nobody here has a password: the hub is a sandbox.</p>
<div class="grid">${choice.users.map((user) => personCard(world, choice, user))}</div>`,
  );
}

/** The companies of the user's that the application serves; the one that was asked for comes first. */
export function companiesOf(world: World, app: App, user: User, asked?: string): Group[] {
  const groups = world.groups.filter((group) => group.app === app.id && user.groups.includes(group.uid));
  return groups.sort((one, other) => Number(other.uid === asked) - Number(one.uid === asked));
}

function personCard(world: World, choice: Choice, user: User): Html {
  const companies = companiesOf(world, choice.app, user, choice.asked);
  return html`<section class="card">
<div class="person"><span class="face">${user.name.charAt(0)}${user.surname.charAt(0)}</span>
<div><h2 style="margin:0">${user.name} ${user.surname}</h2><p class="soft">${user.email} <span class="tag">${user.role}</span></p></div></div>
<div class="actions">${companies.map((group, index) => companyForm(choice, user, group, index > 0))}</div>
${companies.length === 0 && html`<p class="soft">belongs to no company of this application</p>`}
</section>`;
}

function companyForm(choice: Choice, user: User, group: Group, quiet: boolean): Html {
  return html`<form class="inline" method="post" action="/api/v1/auth/saml">
<input type="hidden" name="SAMLRequest" value="${choice.samlRequest}">
<input type="hidden" name="user" value="${user.uid}">
<input type="hidden" name="group_id" value="${group.uid}">
<button class="${quiet ? 'quiet' : ''}">${group.name}</button>
</form>`;
}
