import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the folder of the built pages is asked for by, where it is injected. */
export const PAGES_FOLDER = Symbol('folder of the built pages');

/** Where the build of web/ puts the pages: index.html, and beside it assets/. */
export function builtPages(): string {
  return join(projectFolder(), 'web', 'dist');
}

/** The nearest folder above with a package.json: this file runs from src/ and, compiled, from dist/src/. */
function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
