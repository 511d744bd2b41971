import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { UserResponse } from '../users/users.dto.js';

/** Who asks, as the database has them at this request. */
export type Asker = UserResponse;

/** The parameter is the Asker; undefined for somebody anonymous, which only happens on `anyone` routes. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): Asker | undefined =>
    context.switchToHttp().getRequest<{ user?: Asker }>().user,
);
