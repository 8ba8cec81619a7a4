import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const proxies: TcpProxy[] = [];

afterAll(() => proxies.forEach((proxy) => proxy.close()));

/** Stands between a server and its database, so that a test can part them. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private state: 'open' | 'cut' | 'frozen' = 'open';
  private readonly server = createServer((client) => this.accept(client));

  private constructor(private readonly target: URL) {}

  /** A proxy to what a connection URL names. */
  static async to(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(url));
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    proxies.push(proxy);
    return proxy;
  }

  /** The connection URL through the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** Ends every connection, and each new one as soon as it comes: a database that is down. */
  cut(): void {
    this.state = 'cut';
    this.sockets.forEach((socket) => socket.resetAndDestroy());
  }

  /** Lets nothing through any more, without a word: a network that is down. */
  freeze(): void {
    this.state = 'frozen';
    this.sockets.forEach((socket) => socket.pause());
  }

  restore(): void {
    this.state = 'open';
    this.sockets.forEach((socket) => socket.resume());
  }

  private accept(client: Socket): void {
    this.track(client);
    if (this.state === 'cut') return void client.resetAndDestroy();
    const upstream = this.track(connect(Number(this.target.port), this.target.hostname));
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    if (this.state === 'frozen') [client, upstream].forEach((socket) => socket.pause());
  }

  private track(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    return socket.on('close', () => this.sockets.delete(socket));
  }

  close(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
  }
}
