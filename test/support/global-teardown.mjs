export default () => globalThis.endTestServer();
