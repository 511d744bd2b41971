import { onScopeDispose } from 'vue';

/**
 * Calls `onHint` when something may have changed on the server: once connected, at each reconnection (something may have
 * been missed) and at each of the named events. A hint carries no state: whoever gets one asks again. Ends with the
 * component; EventSource reconnects by itself, except after a refusal, where it is opened anew.
 *
 * @param events names of the events beside `hello`, e.g. `wallet`
 */
export function useLive(path: string, events: readonly string[], onHint: (event: string) => void): void {
  const retryMs = 5000;
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    source = new EventSource(path);
    for (const event of ['hello', ...events]) {
      source.addEventListener(event, () => {
        onHint(event);
      });
    }
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, retryMs);
    });
  };

  connect();
  onScopeDispose(() => {
    clearTimeout(timer);
    source.close();
  });
}
