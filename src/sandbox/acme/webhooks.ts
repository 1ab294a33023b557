import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { COLLECTIONS } from './collections.ts';
import type { AcmeRecord } from './records.ts';
import type { Subscription } from './subscriptions.ts';

/**
 * What Acme posts to those who asked for it. `X-Acme-Delivery` names the delivery, `X-Acme-Timestamp` is the time in
 * seconds, and `X-Acme-Signature` the HMAC-SHA-256, in hexadecimal, of `timestamp.delivery.body` with the secret.
 */
export interface Webhook {
  /** `contact.created`, `contact.updated`, `contact.deleted`, and the same for every kind of record. */
  event: string;
  workspace: string;
  record: AcmeRecord;
}

export type Happening = 'created' | 'updated' | 'deleted';

export interface WebhookSender {
  send(workspace: string, collection: string, happening: Happening, record: AcmeRecord): void;
  /** Resolves when none is on its way, nor will be tried again. */
  settled(): Promise<void>;
  /** Tries nothing again, and waits for what is on its way. */
  close(): Promise<void>;
}

export interface WebhookSettings {
  subscriptions: ReadonlyMap<string, Subscription>;
  /** A delivery that fails is sent again, after so many milliseconds each time. */
  retryMs: readonly number[];
  log: (line: string) => void;
}

const TIMEOUT_MS = 10_000;

export function createWebhooks({ subscriptions, retryMs, log }: WebhookSettings): WebhookSender {
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();

  async function deliver({ id, url, secret }: Subscription, webhook: Webhook): Promise<void> {
    const delivery = randomUUID();
    for (const delay of [...retryMs, undefined]) {
      const failure = await post(url, secret, delivery, webhook);
      if (failure === undefined) return;
      if (delay === undefined || closing.signal.aborted || !subscriptions.has(id))
        return log(`${webhook.event} could not be delivered: ${failure}`);
      await wait(delay, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  async function settled() {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    send(workspace, collection, happening, record) {
      const event = `${COLLECTIONS[collection]?.singular}.${happening}`;
      for (const subscription of subscriptions.values()) {
        if (subscription.workspace !== workspace) continue;
        const delivery = deliver(subscription, { event, workspace, record });
        underWay.add(delivery);
        delivery.finally(() => underWay.delete(delivery));
      }
    },
    settled,
    close() {
      closing.abort();
      return settled();
    },
  };
}

/** Why it was not taken; undefined: it was. */
async function post(
  url: string,
  secret: string,
  delivery: string,
  webhook: Webhook,
): Promise<string | undefined> {
  const body = JSON.stringify(webhook);
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${delivery}.${body}`).digest('hex');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-acme-delivery': delivery,
        'x-acme-timestamp': String(timestamp),
        'x-acme-signature': signature,
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.ok ? undefined : `it was answered with ${response.status}`;
  } catch (error) {
    return (error as Error).message;
  }
}
