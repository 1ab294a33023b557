const [major, minor] = process.versions.node.split('.').map(Number);
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;

if (!supported) {
  console.error(
    `Node ${process.versions.node} is too old: install Node 24, or at least 20.19 or 22.12 (https://nodejs.org).`,
  );
  process.exit(1);
}
