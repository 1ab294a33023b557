import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';
import { oauthOf } from '../engine/index.ts';

/** What browsers may do with our pages: nothing from elsewhere, nothing inline, no framing. */
export default fp(
  async (app) => {
    const { config, external } = app.connector;
    const oauth = oauthOf(external);
    const secure = config.appUrl.startsWith('https:');
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          // Chromium checks the redirects that follow a form, too: "Link" ends at the application's consent page.
          formAction: ["'self'", ...(oauth ? [new URL(oauth.authorizationEndpoint).origin] : [])],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
      // The hub posts its assertion to us, and its pages may not share our browsing context.
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'same-origin' },
    });
  },
  { name: 'security-headers' },
);
