import '../../support/typescript-imports.cjs';
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopSharedServer?.();
}
