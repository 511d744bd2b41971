import { type DynamicModule, Module } from '@nestjs/common';
import { PAGES_FOLDER } from './built-pages.js';
import { PagesController } from './pages.controller.js';
import { PagesService } from './pages.service.js';

/** The web pages, as they were built into a folder. */
@Module({})
export class PagesModule {
  static with(folder: string): DynamicModule {
    return {
      module: PagesModule,
      controllers: [PagesController],
      providers: [PagesService, { provide: PAGES_FOLDER, useValue: folder }],
    };
  }
}
