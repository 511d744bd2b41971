import type { IncomingHttpHeaders } from 'node:http';
import { Agent, DecoratorHandler, type Dispatcher } from 'undici';

/** What the types of the decorator leave out. */
interface Answered {
  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    text?: string,
  ): void;
}

const Decorator = DecoratorHandler as new (
  handler: Dispatcher.DispatchHandler,
) => DecoratorHandler & Answered;

/** An answer without its `Location`: to an HTTP client that would follow a redirect it is a status and nothing else. */
class WithoutLocation extends Decorator {
  override onResponseStart(
    ...[controller, status, headers, text]: Parameters<Answered['onResponseStart']>
  ): void {
    const { location: _, ...others } = headers;
    super.onResponseStart(controller, status, others, text);
  }
}

/** Connections on which nobody is led to another address. */
export function withoutRedirects(): Dispatcher {
  return new Agent().compose(
    (dispatch) => (options, handler) => dispatch(options, new WithoutLocation(handler)),
  );
}
