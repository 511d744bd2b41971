import { SetMetadata } from '@nestjs/common';

/** Metadata key of routes that a page calls although nobody sits before it. */
export const UNATTENDED = 'zanshang:unattended';

/** Declares that a request to the route does not show that somebody is there: it keeps no session from ending. */
export function Unattended(): MethodDecorator & ClassDecorator {
  return SetMetadata(UNATTENDED, true);
}
