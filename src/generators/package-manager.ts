/** A package manager: how a person works with it, and how we and a container install with it. */
interface PackageManager {
  /** Runs a script of package.json: 'npm run'. */
  run: string;
  /** Runs a program of a package: 'npx'. */
  exec: string;
  install: string;
  /** Arguments of a quiet install, development dependencies included whatever NODE_ENV says. */
  installArguments: string[];
  /** Makes it available where only Node and npm are; ends in ' && ' unless it is there already. */
  setUp: string;
  /** Installs exactly what the lock file says. */
  frozenInstall: string;
  productionInstall: string;
  /** Files beside package.json and the lock file that an install reads, as a shell names them; ends in ' '. */
  settings: string;
  /** The folder with these files, laid over the template. */
  overlay?: string;
}

/** The package managers a project can be made for. */
export const packageManagers: Record<string, PackageManager> = {
  npm: {
    run: 'npm run',
    exec: 'npx',
    install: 'npm install',
    installArguments: ['install', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline'],
    setUp: '',
    frozenInstall: 'npm ci',
    productionInstall: 'npm ci --omit=dev',
    settings: '',
  },
  pnpm: {
    run: 'pnpm',
    exec: 'pnpm',
    install: 'pnpm install',
    installArguments: ['install', '--prod=false', '--prefer-offline'],
    setUp: 'npm install --global pnpm && ',
    frozenInstall: 'pnpm install --frozen-lockfile',
    productionInstall: 'pnpm install --frozen-lockfile --prod',
    settings: 'pnpm-workspace.yaml ',
    overlay: 'package-manager-pnpm',
  },
  yarn: {
    run: 'yarn',
    exec: 'yarn',
    install: 'yarn install',
    installArguments: ['install'],
    setUp: '',
    frozenInstall: 'yarn install --frozen-lockfile',
    // Yarn 1 leaves development dependencies out by NODE_ENV; later ones refuse its flag for that.
    productionInstall: 'NODE_ENV=production yarn install --frozen-lockfile',
    settings: '.yarnrc* ',
    overlay: 'package-manager-yarn',
  },
  bun: {
    run: 'bun run',
    exec: 'bunx',
    install: 'bun install',
    installArguments: ['install'],
    setUp: 'npm install --global bun && ',
    frozenInstall: 'bun install --frozen-lockfile',
    productionInstall: 'bun install --frozen-lockfile --production',
    settings: '',
  },
};

/** The package manager that started this process; npm when none of ours did. Each of them sets this variable. */
export function detectPackageManager(
  userAgent: string | undefined = process.env.npm_config_user_agent,
): string {
  const name = userAgent?.split('/')[0] ?? '';
  return name in packageManagers ? name : 'npm';
}

/** The package manager called `name`; npm for a name that is none of ours. */
export function packageManagerOf(name: string): PackageManager {
  return packageManagers[name] ?? (packageManagers.npm as PackageManager);
}

/** What a person types to install a project from nothing. Without packages there is no `connector` to run yet. */
export function installCommand(packageManager: string): string {
  const { install, exec } = packageManagerOf(packageManager);
  return `${install} && ${exec} connector install`;
}
