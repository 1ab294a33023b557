import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between one process and a server, and does to their connections what networks do. */
export interface Line {
  port: number;
  /** Ends all connections, and lets no new one in until `pass`. */
  cut(): void;
  /** Says nothing more in either direction, as if packets got lost: nobody is told of it. */
  silence(): void;
  /** All is well again; what was held back in silence goes on its way. */
  pass(): void;
  /** The ports from which the server is called. */
  ports(): number[];
  close(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
}

export async function startLine(target: number): Promise<Line> {
  const pairs = new Set<Pair>();
  let mode: 'pass' | 'cut' | 'silent' = 'pass';

  const server = createServer((near) => {
    if (mode === 'cut') return void near.destroy();
    const far = connect(target, '127.0.0.1');
    const pair = { near, far };
    pairs.add(pair);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => {}); // Told by 'close'.
      socket.on('close', () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
    if (mode === 'silent') hold(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const endAll = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      mode = 'cut';
      endAll();
    },
    silence() {
      mode = 'silent';
      for (const pair of pairs) hold(pair);
    },
    pass() {
      mode = 'pass';
      for (const { near, far } of pairs) {
        near.pipe(far);
        far.pipe(near);
      }
    },
    ports: () => [...pairs].flatMap(({ far }) => far.localPort ?? []),
    async close() {
      endAll();
      server.close();
      await once(server, 'close');
    },
  };
}

function hold({ near, far }: Pair): void {
  for (const socket of [near, far]) {
    socket.unpipe();
    socket.pause();
  }
}
