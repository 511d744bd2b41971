import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Administrator } from '../audit/act.js';
import { Access } from '../auth/access.decorator.js';
import { CurrentAdmin } from '../auth/current-admin.decorator.js';
import { SecondFactors } from '../auth/second-factor/second-factors.js';
import { Errors } from '../errors/errors.decorator.js';

@ApiTags('admin')
@Controller('admin/users/:id/second-factor')
export class AdminSecondFactorsController {
  constructor(private readonly factors: SecondFactors) {}

  /** Switch the second factor of somebody off who has lost app and recovery codes: the password alone logs in then. */
  @Delete()
  @HttpCode(204)
  @Access('admin')
  @Errors('second_factor_is_off')
  remove(@CurrentAdmin() admin: Administrator, @Param('id') id: string): Promise<void> {
    return this.factors.removeFor(admin, id);
  }
}
