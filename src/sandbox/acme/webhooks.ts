import { createHmac } from 'node:crypto';
import { COLLECTIONS } from './collections.ts';
import type { AcmeRecord } from './records.ts';

/** What Acme posts to a webhook. `X-Acme-Signature` is `sha256=` and the HMAC of the body with the client's secret. */
export interface Webhook {
  /** `contact.created`, `contact.updated`, `contact.deleted`, and the same for every kind of record. */
  event: string;
  workspace: string;
  record: AcmeRecord;
}

export type Happening = 'created' | 'updated' | 'deleted';

export interface WebhookSender {
  send(workspace: string, collection: string, happening: Happening, record: AcmeRecord): void;
  /** Resolves when none is on its way. */
  settled(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** Without a URL nothing is sent. A failed delivery is logged; it is not tried again. */
export function createWebhooks(
  url: string | undefined,
  secret: string,
  log: (line: string) => void,
): WebhookSender {
  const underWay = new Set<Promise<void>>();
  return {
    send(workspace, collection, happening, record) {
      if (!url) return;
      const event = `${COLLECTIONS[collection]?.singular}.${happening}`;
      const delivery = deliver(url, secret, { event, workspace, record }).catch((error: Error) =>
        log(`${event} could not be delivered: ${error.message}`),
      );
      underWay.add(delivery);
      delivery.finally(() => underWay.delete(delivery));
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function deliver(url: string, secret: string, webhook: Webhook): Promise<void> {
  const body = JSON.stringify(webhook);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-acme-signature': `sha256=${signature}` },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`it was answered with ${response.status}`);
}
