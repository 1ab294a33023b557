import { Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import { HUB_BRAND } from '../brand.ts';

/** The page that carries the answer to the application: by itself, or with a button where no script runs (sso §1). */
export function postResponsePage(consumeUrl: string, response: string, name: string): string {
  return page(
    HUB_BRAND,
    'Signing you in…',
    html`<section class="card narrow">
<p>You are <b>${name}</b>. If nothing happens, go on by hand.</p>
<form id="answer" method="post" action="${consumeUrl}">
<input type="hidden" name="SAMLResponse" value="${response}">
<button>Continue</button>
</form>
</section>
${new Html('<script>document.getElementById("answer").submit()</script>')}`,
  );
}
