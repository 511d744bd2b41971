import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Passwords } from './passwords.js';
import { User } from './user.entity.js';
import { UserAdministration } from './user-administration.js';
import { UsersService } from './users.service.js';

/** People. Their own routes are in auth/, the administrators' in admin/. */
@Module({
  imports: [TypeOrmModule.forFeature([User])],
  providers: [UsersService, UserAdministration, Passwords],
  exports: [UsersService, UserAdministration],
})
export class UsersModule {}
