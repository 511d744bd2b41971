import { NOTIFICATION_CONTENT_TYPE } from '../../../simulator/notification.js';
import type { Server } from '../stage/stage.js';

/** What a server says to a notification: it is recorded, it is not for us, or (also without an answer) send it again. */
export type Receipt = 'success' | 'refused' | 'again';

export async function deliver(server: Server, body: string): Promise<Receipt> {
  try {
    const response = await fetch(`${server.url}/payments/alipay/result`, {
      method: 'POST',
      headers: { 'content-type': NOTIFICATION_CONTENT_TYPE },
      body,
      signal: AbortSignal.timeout(8_000),
    });
    const text = await response.text();
    if (response.status === 200 && text === 'success') return 'success';
    return response.status === 400 ? 'refused' : 'again';
  } catch {
    return 'again';
  }
}
