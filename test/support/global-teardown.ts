export default async function t(): Promise<void> {}
