/**
 * Whether nobody on the way can read or change what is sent there: it is encrypted, or does not leave this machine.
 * In production no other address is accepted of hub, platform, application or ourselves.
 */
export function isSafeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || isLoopback(hostname);
}

/** As URL writes host names: `http://127.1` and `http://0x7f000001` are 127.0.0.1 there. */
const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
