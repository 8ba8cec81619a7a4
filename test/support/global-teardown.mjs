export default async function tearDown() {
  globalThis.stopPostgres?.();
}
