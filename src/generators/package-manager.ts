/** A package manager: how a person runs a script or a program with it, and how we install. */
interface PackageManager {
  run: string;
  exec: string;
  install: string;
  /** Arguments of a quiet install, development dependencies included whatever NODE_ENV says. */
  installArguments: string[];
}

export const packageManagers: Record<string, PackageManager> = {
  npm: {
    run: 'npm run',
    exec: 'npx',
    install: 'npm install',
    installArguments: ['install', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline'],
  },
  pnpm: {
    run: 'pnpm',
    exec: 'pnpm',
    install: 'pnpm install',
    installArguments: ['install', '--prod=false', '--prefer-offline'],
  },
  yarn: { run: 'yarn', exec: 'yarn', install: 'yarn install', installArguments: ['install'] },
  bun: { run: 'bun run', exec: 'bunx', install: 'bun install', installArguments: ['install'] },
};

/** The package manager that started this process; npm when none of ours did. Each of them sets this variable. */
export function detectPackageManager(
  userAgent: string | undefined = process.env.npm_config_user_agent,
): string {
  const name = userAgent?.split('/')[0] ?? '';
  return name in packageManagers ? name : 'npm';
}
