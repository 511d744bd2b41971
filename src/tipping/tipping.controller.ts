import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../auth/access.decorator.js';
import { type Asker, CurrentUser } from '../auth/current-user.decorator.js';
import { ChangeTippingRequest, TippingResponse } from './tipping.dto.js';
import { TippingService } from './tipping.service.js';

@ApiTags('users')
@Controller('users/me/tipping')
@Access('user')
export class TippingController {
  constructor(private readonly tipping: TippingService) {}

  /** How I ask for tips. */
  @Get()
  read(@CurrentUser() asker: Asker): Promise<TippingResponse> {
    return this.tipping.read(asker.id);
  }

  /** Change how I ask for tips, under all of my articles. */
  @Patch()
  change(@CurrentUser() asker: Asker, @Body() request: ChangeTippingRequest): Promise<TippingResponse> {
    return this.tipping.change(asker.id, request);
  }
}
