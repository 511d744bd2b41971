// npm run sbom: the software bill of materials (CycloneDX 1.5) of everything that the lock file installs, in
// sbom.cdx.json. What is for development only says so (cdx:npm:package:development). Fails where a package is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { npmOutput } from './npm-output.mjs';

const FILE = new URL('../sbom.cdx.json', import.meta.url);
const { name: project, packages } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url)),
);

// With --omit=dev npm also leaves out what development and production share.
const bill = JSON.parse(
  await npmOutput(['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only']),
);
bill.metadata.component.name = project;
writeFileSync(FILE, `${JSON.stringify(bill, undefined, 2)}\n`);

const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
const installed = Object.entries(packages).filter(([path, { link }]) => path !== '' && !link);
// A package under another name than its own is listed now under one, now under the other.
const missing = installed.filter(
  ([path, { name, version }]) => ![name, nameOf(path)].some((one) => listed.has(`${one}@${version}`)),
);
for (const [path] of missing) console.log(`✗ ${path} is not in the bill of materials`);
if (missing.length > 0) process.exitCode = 1;
else console.log(`sbom.cdx.json: ${listed.size} packages`);

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
