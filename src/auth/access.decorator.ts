import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';

/** Metadata key of a route's Access; a test finds every route by it. */
export const ACCESS = 'zanshang:access';

/** Where the API document says the same. */
export const ACCESS_IN_DOCUMENT = 'x-access';

/**
 * Who may call a route:
 * - `anyone`: with or without a token; a valid one says who asks, any other is as good as none;
 * - `user`: somebody logged in, by header or by cookie, whose account is active;
 * - `admin`: the same, with the role `admin` in the database at this moment;
 * - `alipay`: no token; the message is trusted by its signature alone.
 */
export type Audience = 'anyone' | 'user' | 'admin' | 'alipay';

/** Declares who may call the route. A route that declares nothing is refused to everyone. */
export function Access(audience: Audience): MethodDecorator & ClassDecorator {
  const needsToken = audience === 'user' || audience === 'admin';
  return applyDecorators(
    SetMetadata(ACCESS, audience),
    ApiExtension(ACCESS_IN_DOCUMENT, audience),
    ...(needsToken ? [ApiBearerAuth()] : []),
  );
}
