import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { UsersService } from './users.service.js';

/** The administrator named in the configuration exists before the server listens. */
@Injectable()
export class AdministratorAtStart implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly users: UsersService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { admin } = this.config;
    if (admin) await this.users.ensureAdministrator(admin.username, admin.password);
  }
}
